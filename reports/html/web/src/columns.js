// The columns of a figure, as arrays.
export function columnsOf(data) {
  return data.columns.map(({name, numbers, words, packed}) =>
      ({name, values: words ?? numbers ?? unpacked(packed), isText: words !== undefined, isPacked: packed !== undefined}));
}

function unpacked(base64) {
  const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({length: bytes.length / 4}, (_, i) => view.getFloat32(4 * i, true));
}

export const isThere = v => v !== null && v !== undefined && !Number.isNaN(v);
