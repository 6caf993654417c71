"""Images a second that torchvision loads: `loading.py FOLDER WORKERS` prints the median of three epochs of ImageFolder
and DataLoader with Resize to 299², RandomAffine as xp's `affine` by default, and ToTensor, in batches of 16."""
import statistics
import sys
import time

import torch
from torchvision import datasets, transforms

folder, workers = sys.argv[1], int(sys.argv[2])
# Resized first, as xp does it: the other way round the affine step works on whole radiographs and is slower.
steps = [transforms.Resize((299, 299)), transforms.RandomAffine(10, (0.05, 0.05), (0.9, 1.1)), transforms.ToTensor()]
images = datasets.ImageFolder(folder, transforms.Compose(steps))
loader = torch.utils.data.DataLoader(images, batch_size=16, shuffle=True, num_workers=workers)
speeds = []
for _ in range(3):
    start = time.perf_counter()
    count = sum(len(labels) for _, labels in loader)
    speeds.append(count / (time.perf_counter() - start))
print("%.1f" % statistics.median(speeds))
