/** Which options of a program take a value as the next word. */
export interface OptionSpec {
  /** Short options with a value, as letters: `ug` for `-u NAME -g NAME`. */
  valued?: string;
  /** Long options with a value, without dashes. */
  long?: readonly string[];
}

/** The words after the options: operands, from the first that is none of them. */
export function afterOptions(args: readonly string[], spec: OptionSpec = {}): string[] {
  let index = 0;
  while (index < args.length) {
    const word = args[index]!;
    if (word === '--') return args.slice(index + 1);
    if (!word.startsWith('-') || word === '-') break;
    index += takesNext(word, spec) ? 2 : 1;
  }
  return args.slice(index);
}

/** All words that are neither options nor their values, wherever they stand. */
export function operands(args: readonly string[], spec: OptionSpec = {}): string[] {
  const found: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index]!;
    if (word === '--') return [...found, ...args.slice(index + 1)];
    if (!word.startsWith('-') || word === '-') found.push(word);
    else if (takesNext(word, spec)) index += 1;
  }
  return found;
}

/** Whether a short option (`r` in `-fr`) or a long one, also shortened as GNU allows (`--recurs`), is given. */
export function hasOption(
  args: readonly string[],
  letters: string,
  long: readonly string[] = [],
): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).some((word) => {
    if (word.startsWith('--')) {
      const name = word.slice(2).split('=')[0]!;
      return name.length > 2 && long.some((full) => full.startsWith(name));
    }
    return word.startsWith('-') && Array.from(letters).some((letter) => word.includes(letter, 1));
  });
}

/** Values given to an option: `-o x`, `-ox`, `--output x`, `--output=x`. */
export function optionValues(
  args: readonly string[],
  letters: string,
  long: readonly string[] = [],
): string[] {
  const values: string[] = [];
  args.forEach((word, index) => {
    const [name = '', ...rest] = word.split('=');
    if (name.startsWith('--') && long.includes(name.slice(2))) {
      const value = rest.length > 0 ? rest.join('=') : args[index + 1];
      if (value !== undefined) values.push(value);
    } else if (/^-[^-]/.test(word)) {
      const at = Array.from(word).findIndex(
        (letter, place) => place > 0 && letters.includes(letter),
      );
      if (at < 0) return;
      const value = word.length > at + 1 ? word.slice(at + 1) : args[index + 1];
      if (value !== undefined) values.push(value.replace(/^=/, ''));
    }
  });
  return values;
}

function takesNext(word: string, { valued = '', long = [] }: OptionSpec): boolean {
  if (word.startsWith('--')) return !word.includes('=') && long.includes(word.slice(2));
  // In a cluster such as `-iu root` only the last letter takes the next word.
  const letters = word.slice(1);
  const at = Array.from(letters).findIndex((letter) => valued.includes(letter));
  return at >= 0 && at === letters.length - 1;
}
