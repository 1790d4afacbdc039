/**
 * A glob as a regular expression: `*` and `?` within a path part, `**` across parts, `[abc]`,
 * `[!abc]`, `{a,b}`. It matches whole paths with `/` between the parts.
 * Such an expression can take very long on long names: use it where that can be stopped.
 * @throws SyntaxError for brackets or braces that do not end
 */
export function globToRegExp(glob: string): RegExp {
  let source = '';
  let braces = 0;
  for (let i = 0; i < glob.length; i += 1) {
    const rest = glob.slice(i);
    if (rest.startsWith('**/')) {
      source += '(?:.*/)?';
      i += 2;
    } else if (rest.startsWith('**')) {
      source += '.*';
      i += 1;
    } else if (glob[i] === '*') source += '[^/]*';
    else if (glob[i] === '?') source += '[^/]';
    else if (glob[i] === '[') {
      const [whole, negated, members] = /^\[([!^]?)(\]?[^\]]*)\]/.exec(rest) ?? unfinished(glob);
      source += `[${negated ? '^/' : ''}${members!.replace(/[\\[\]^]/g, '\\$&')}]`;
      i += whole!.length - 1;
    } else if (glob[i] === '{') {
      source += '(?:';
      braces += 1;
    } else if (glob[i] === '}' && braces > 0) {
      source += ')';
      braces -= 1;
    } else if (glob[i] === ',' && braces > 0) source += '|';
    else {
      if (glob[i] === '\\' && i + 1 < glob.length) i += 1;
      source += glob[i]!.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    }
  }
  if (braces > 0) unfinished(glob);
  return new RegExp(`^${source}$`, 's');
}

function unfinished(glob: string): never {
  throw new SyntaxError(`The glob ${glob} has a bracket or brace that does not end`);
}
