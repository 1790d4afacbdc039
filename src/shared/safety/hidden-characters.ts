/** A piece of a text: as it is, or a character that hides something, as a visible mark. */
export interface TextPiece {
  text: string;
  /** What a mark stands for: "zero-width space". Left out for what is as it is. */
  hidden?: string;
}

/** Characters that are not seen, or that change how what is beside them is seen. */
const names: readonly (readonly [RegExp, string])[] = [
  [/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/u, 'changes the direction of the text'],
  [
    /[\u200b-\u200d\u2060-\u2064\ufeff\u180e\u00ad\u{115f}\u{1160}\u{3164}\u{ffa0}]|\u{34f}|\u{17b4}|\u{17b5}/u,
    'has no width',
  ],
  [/[\u{e0000}-\u{e007f}]/u, 'a tag that nobody sees'],
  [/[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u, 'a variation that nobody sees'],
  [/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/u, 'a space that is none'],
  [/[\u2028\u2029\u0085]/u, 'a line break that is none'],
  // Tabs and line breaks are seen.
  [/(?![\t\n\r])\p{Cc}/u, 'a control character'],
  [/\r/u, 'a carriage return'],
];

/** Letters of other scripts that look like Latin ones. */
const lookAlike =
  /[\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u0501\u051b\u051d\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0405\u0406\u0408\u03b1\u03bf\u03c1\u03bd\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u0578\u0585\u057d\u0581\uff01-\uff5e\u{1d400}-\u{1d7ff}]/u;

const latin = /\p{Script=Latin}/u;

/**
 * A text in pieces, with what hides in it as marks (`⟨U+202E⟩`): controls, changes of direction, what has
 * no width, tags, spaces that are none, and letters of another script in a word with Latin ones, or that
 * stand for signs. Joined without the marks' names, every other character is as it was.
 */
export function showHidden(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  const add = (piece: TextPiece): void => {
    const last = pieces.at(-1);
    if (last && !last.hidden && !piece.hidden) last.text += piece.text;
    else pieces.push({ ...piece });
  };
  for (const word of text.split(/(?<=[\s/|;&])|(?=[\s/|;&])/u)) {
    const mixed = latin.test(word);
    for (const character of word) {
      const hidden = hiddenName(character, mixed);
      add(hidden ? { text: markOf(character), hidden } : { text: character });
    }
  }
  return pieces;
}

/** Whether anything hides in a text. */
export function holdsHidden(text: string): boolean {
  return showHidden(text).some(({ hidden }) => hidden !== undefined);
}

/** A text with marks in place of what hides in it. */
export function withMarks(text: string): string {
  return showHidden(text)
    .map((piece) => piece.text)
    .join('');
}

function hiddenName(character: string, mixed: boolean): string | undefined {
  const found = names.find(([characters]) => characters.test(character));
  if (found) return found[1];
  if (!lookAlike.test(character)) return undefined;
  // A word in Greek or Cyrillic is a word; one letter of it among Latin ones is not.
  const alwaysOdd = /[\uff01-\uff5e\u{1d400}-\u{1d7ff}]/u.test(character);
  return mixed || alwaysOdd ? 'looks like another letter' : undefined;
}

function markOf(character: string): string {
  const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  // What can be seen stays to be seen.
  return lookAlike.test(character) ? `${character}⟨U+${code}⟩` : `⟨U+${code}⟩`;
}
