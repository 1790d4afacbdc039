import picomatch from 'picomatch';

/**
 * As ripgrep reads globs: `*` and `?` within a path part, `**` across parts, `[abc]`, `[!abc]`,
 * `{a,b}`; names with a leading dot are names, and `!` or `+(…)` mean nothing.
 */
const options = { dot: true, nonegate: true, noextglob: true, posix: true, strictBrackets: true };

/**
 * Whether a glob matches a whole path, with `/` between its parts. May take very long on long
 * names: use it where that can be stopped.
 * @throws SyntaxError for brackets or braces that do not end
 */
export function globMatcher(glob: string): (path: string) => boolean {
  const matches = picomatch(glob, options);
  return (path) => matches(path);
}
