// Messages of the catalogs: a subset of ICU MessageFormat. {name} puts a value in;
// {n, plural, =0{…} one{…} other{…}} chooses by number, # standing for the number.
// Plain JavaScript, because the build parses the catalogs, so that browsers need not.

/**
 * A piece of a message: text, [variable], or [variable, its plural forms].
 * @typedef {string | [name: string, forms?: Record<string, Piece[]>]} Piece
 */

/**
 * Split a message into its pieces; throws on unbalanced braces.
 * @param {string} text
 * @returns {Piece[]}
 */
export function parseMessage(text) {
  let at = 0;
  /** @param {string | null} number the variable that # stands for @returns {Piece[]} */
  function pieces(number) {
    /** @type {Piece[]} */
    const list = [];
    let run = "";
    const flush = () => { if (run) list.push(run); run = ""; };
    for (; at < text.length && text[at] !== "}"; at++) {
      if (text[at] === "#" && number) { flush(); list.push([number]); }
      else if (text[at] === "{") { flush(); at++; list.push(placeholder()); }
      else run += text[at];
    }
    flush();
    return list;
  }
  /** @returns {Piece} */
  function placeholder() {
    const [, name, plural] = /^\s*(\w+)\s*(, plural,)?/.exec(text.slice(at)) ?? [];
    if (!name) throw new Error(`a name is missing in "${text}"`);
    at += /^\s*\w+\s*(, plural,)?/.exec(text.slice(at))?.[0].length ?? 0;
    if (!plural) return end([name]);
    /** @type {Record<string, Piece[]>} */
    const forms = {};
    for (let m; (m = /^\s*(=\d+|\w+)\s*\{/.exec(text.slice(at)));) {
      at += m[0].length;
      forms[/** @type {string} */ (m[1])] = pieces(name);
      end(null);
    }
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    return end([name, forms]);
  }
  /** @template T @param {T} value @returns {T} */
  function end(value) {
    if (text[at] !== "}") throw new Error(`a brace is missing in "${text}"`);
    if (value === null) at++;
    return value;
  }
  const list = pieces(null);
  if (at < text.length) throw new Error(`a brace too many in "${text}"`);
  return list;
}
