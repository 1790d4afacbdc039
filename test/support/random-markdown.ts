/** Numbers below 1 that are the same for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An answer with its words as they must be seen, in order. */
export interface RandomMarkdown {
  markdown: string;
  words: string[];
}

const scripts = [
  'abcdefghijklmnopqrstuvwxyz',
  'äöüßéèñçøå',
  'אבגדהוזחטיכלמנסעפצקרשת',
  'ابتثجحخدذرزسشصضطظعغ',
  'абвгдежзийклмнопрстуфхцчшщ',
  '的一是不了人我在有他这中大来上国',
];
const emoji = ['😀', '👩‍👩‍👧‍👦', '👍🏽', '🇩🇪', '❤️', '🧑‍💻', '𝔘'];
/** What has a meaning in one platform's markup or another's. */
const special = [
  '*',
  '_',
  '~',
  '`',
  '|',
  '>',
  '#',
  '+',
  '-',
  '=',
  '{',
  '}',
  '.',
  '!',
  '(',
  ')',
  '[',
  ']',
  '\\',
  '&',
  '<',
  '@',
];

/**
 * Markdown of about the given length with all that answers hold: headings, lists in lists, tasks,
 * tables, fences, quotations, links, pictures, nested marks, emoji, scripts from right to left, very
 * long words, and characters that mean something to a platform. Each word is there once.
 */
export function randomMarkdown(random: () => number, length: number): RandomMarkdown {
  const words: string[] = [];
  const below = (most: number): number => Math.floor(random() * most);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)]!;
  const times = (most: number): undefined[] => Array.from({ length: 1 + below(most) });

  const word = (): string => {
    const letters = pick(scripts).split('');
    const count = random() < 0.005 ? 200 + below(5000) : 1 + below(9);
    const made = Array.from({ length: count }, () => pick(letters)).join('');
    const shown = `${made}${words.length}${random() < 0.05 ? pick(emoji) : ''}`;
    words.push(shown);
    return shown;
  };
  const spaced = (most: number): string => times(most).map(word).join(' ');
  /** A character that Markdown shows as it is. */
  const symbol = (): string => ` \\${pick(special)} `.replace('\\@', '@');
  const inline = (depth = 0): string => {
    const inner = (): string => (depth < 2 && random() < 0.4 ? inline(depth + 1) : spaced(4));
    switch (below(12)) {
      case 0:
        return `**${inner()}**`;
      case 1:
        return `*${inner()}*`;
      case 2:
        return depth === 0 ? `~~${inner()}~~` : spaced(2);
      case 3:
        return `\`${word()} ${pick(special.filter((each) => each !== '`'))}${word()}\``;
      case 4:
        return `[${spaced(3)}](https://example.org/a_(b)?q=${below(99)})`;
      case 5:
        return `![${word()}](https://example.org/p.png)`;
      case 6:
        return `${word()}${symbol()}${word()}`;
      case 7:
        return `_${inner()}_`;
      default:
        return spaced(8);
    }
  };
  const line = (): string =>
    times(5)
      .map(() => inline())
      .join(' ');
  const list = (depth: number): string => {
    const mark = pick(['- ', '1. ', '- [ ] ', '- [x] ']);
    const indent = ' '.repeat(mark === '1. ' ? 3 : 2);
    return times(5)
      .map(() => {
        const begun = `${mark}${line()}`;
        const under = depth < 2 && random() < 0.2 ? `\n${list(depth + 1)}` : '';
        const fence = random() < 0.05 ? `\n\n${fenced()}` : '';
        return `${begun}${`${under}${fence}`.replaceAll(/\n(?=.)/g, `\n${indent}`)}`;
      })
      .join('\n');
  };
  const fenced = (): string => {
    const lines = times(random() < 0.1 ? 120 : 8).map(
      () =>
        `${' '.repeat(below(6))}${word()} ${pick(special.filter((each) => each !== '`'))} ${word()}`,
    );
    return `\`\`\`${pick(['', 'js', 'python', 'c++'])}\n${lines.join('\n')}\n\`\`\``;
  };
  const table = (): string => {
    const columns = 1 + below(4);
    const row = (): string => `| ${Array.from({ length: columns }, () => spaced(3)).join(' | ')} |`;
    const ruler = `|${Array.from({ length: columns }, () => pick(['---', ':--', '--:', ':-:'])).join('|')}|`;
    return [row(), ruler, ...times(10).map(row)].join('\n');
  };
  const block = (): string => {
    switch (below(10)) {
      case 0:
        return `${'#'.repeat(1 + below(6))} ${line()}`;
      case 1:
      case 2:
        return list(0);
      case 3:
        return fenced();
      case 4:
        return table();
      case 5:
        return times(3)
          .map(() => `> ${line()}`)
          .join('\n');
      case 6:
        return random() < 0.3 ? '---' : `${line()}\\\n${line()}`;
      default:
        return times(4).map(line).join('\n');
    }
  };

  let markdown = '';
  while (markdown.length < length) markdown += `${block()}\n\n`;
  return { markdown: markdown.trimEnd(), words };
}

/**
 * The first word that is missing, or out of order, in the texts of an answer's messages; undefined
 * where all are there. Words may be cut between messages.
 */
export function missingWord(
  words: readonly string[],
  messages: readonly string[],
): string | undefined {
  const whole = messages
    .map((message) => (messages.length > 1 ? message.replace(/\s*\(\d+\/\d+\)\s*$/, '') : message))
    .join('')
    .replaceAll(/\s/g, '');
  let at = 0;
  for (const word of words) {
    const found = whole.indexOf(word, at);
    if (found === -1) return word.length > 40 ? `${word.slice(0, 40)}…` : word;
    at = found + word.length;
  }
  return undefined;
}
