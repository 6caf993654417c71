"""The same by Python's sqlite3: a transaction an epoch, six values each, into a table of the same shape.

python3 epochs.py FOLDER COUNT      prints epochs a second
"""
import os
import sqlite3
import sys
import time

folder, count = sys.argv[1], int(sys.argv[2])
os.makedirs(folder, exist_ok=True)
db = sqlite3.connect(os.path.join(folder, "python.db"), isolation_level=None)
db.execute("PRAGMA journal_mode = WAL")
db.execute("PRAGMA synchronous = NORMAL")
db.execute(
    "CREATE TABLE metrics (run INTEGER NOT NULL, epoch INTEGER NOT NULL, metric INTEGER NOT NULL, value REAL,"
    " PRIMARY KEY (run, epoch, metric)) WITHOUT ROWID"
)
begun = time.perf_counter()
for epoch in range(1, count + 1):
    x = 1.0 / epoch
    values = (x, 1 - x, 1.1 * x, 1 - 1.1 * x, 1 - 1.2 * x, 1e-3 * x)
    db.execute("BEGIN IMMEDIATE")
    db.executemany("INSERT INTO metrics VALUES (?, ?, ?, ?)", [(1, epoch, i, v) for i, v in enumerate(values)])
    db.execute("COMMIT")
print("%.0f" % (count / (time.perf_counter() - begun)))
