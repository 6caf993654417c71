// Names where there is little room: cut, and still told apart.
let context = null;

export function widthOf(text) {
  context ??= document.createElement('canvas').getContext('2d');
  context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  return context.measureText(text).width;
}

const cut = (text, width, byEnd) => {
  if (widthOf(text) <= width) return text;
  const letters = Array.from(text.slice(0, 400));
  const shown = () => byEnd ? `…${letters.join('')}` : `${letters.join('')}…`;
  while (letters.length > 1 && widthOf(shown()) > width) byEnd ? letters.shift() : letters.pop();
  return shown();
};

/** The end of a name, as "…rate" of "optimizer.rate". */
export const endOf = (text, width) => cut(text, width, true);

/** Each by its beginning; by its end where the beginnings are alike. */
export function fitted(names, width) {
  const begun = names.map(name => cut(name.replace(/\s+/g, ' '), width, false));
  return begun.map((name, i) => begun.indexOf(name) === begun.lastIndexOf(name) ? name : cut(names[i].replace(/\s+/g, ' '), width, true));
}
