/** One statement of PowerShell or cmd: its words, quotes taken away. */
export type WindowsCommand = string[];

/**
 * Splits PowerShell or cmd code into commands: at line ends, `;`, `|`, `&`, `&&`, `||`, and at the
 * braces and parentheses of blocks and sub-expressions. Escapes (`` ` `` and `^`) are taken away,
 * so that `r^m` and `` Re`move-Item `` are read as they run.
 */
export function tokenizeWindows(code: string): WindowsCommand[] {
  const commands: WindowsCommand[] = [];
  let words: string[] = [];
  let word: string | undefined;
  const endWord = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = (): void => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  for (let index = 0; index < code.length; index += 1) {
    const char = code[index]!;
    if (char === '`' || char === '^') {
      const next = code[index + 1];
      index += 1;
      if (next !== undefined && next !== '\n' && next !== '\r') word = (word ?? '') + next;
    } else if (char === '"' || char === "'") {
      let end = code.indexOf(char, index + 1);
      if (end < 0) end = code.length;
      const text = code.slice(index + 1, end);
      word = (word ?? '') + text;
      // `"$(…)"` runs what stands inside.
      const inner = char === '"' ? /\$\((.*)\)/s.exec(text)?.[1] : undefined;
      if (inner) commands.push(...tokenizeWindows(inner));
      index = end;
    } else if (/[;|\n\r{}()]/.test(char) || (char === '&' && word === undefined)) endCommand();
    else if (char === '&') endCommand();
    else if (/\s/.test(char)) endWord();
    else if (char === '>') {
      endWord();
      const last = words.at(-1);
      if (last === '>') continue;
      words.push('>');
    } else word = (word ?? '') + char;
  }
  endCommand();
  return commands;
}
