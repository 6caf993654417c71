// How numbers are written, by the names that C++ gives: "@percent".
const trimmed = text => text.includes('.') ? text.replace(/\.?0+$/, '') : text;

export function number(v, digits = 4) {
  if (v === null || v === undefined || Number.isNaN(v)) return '–';
  const size = Math.abs(v);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return trimmedExponent(v.toExponential(digits - 1));
  if (size >= 10 ** digits) return String(Math.round(v));
  return trimmed(v.toPrecision(digits));
}

function trimmedExponent(text) {
  const [mantissa, exponent] = text.split('e');
  return `${trimmed(mantissa)}e${exponent.replace('+', '')}`;
}

function seconds(v) {
  if (!Number.isFinite(v)) return '–';
  if (Math.abs(v) < 120) return `${number(v, 3)} s`;
  if (Math.abs(v) < 7200) return `${number(v / 60, 3)} min`;
  return `${number(v / 3600, 3)} h`;
}

const shortened = text => {
  const letters = Array.from(String(text).replace(/\s+/g, ' '));
  return letters.length > 40 ? `${letters.slice(0, 39).join('')}…` : letters.join('');
};

export const formats = {
  '@number': v => number(v),
  '@whole': v => Number.isFinite(v) ? String(Math.round(v)) : '–',
  '@percent': v => Number.isFinite(v) ? `${number(v * 100)} %` : '–',
  '@seconds': seconds,
  '@text': v => String(v),
  '@name': v => shortened(typeof v === 'object' && v !== null ? v.name : v),
};
