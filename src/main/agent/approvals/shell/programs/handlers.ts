import { builtins } from './builtins.ts';
import { carriers } from './carriers.ts';
import { collectors } from './collectors.ts';
import type { Handler } from './follower.ts';
import { launched } from './launchers.ts';
import { runInterpreter, runShell } from './shells.ts';
import { isShell, languageOf } from './scripts.ts';

/** Follows what this command runs besides itself, if anything. */
export const followInner: Handler = (call) => {
  const { name, args, input, follower } = call;
  if (isShell(name)) return runShell(call);
  if (languageOf(name)) return runInterpreter(call);
  const own = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
  const collector = Object.hasOwn(collectors, name) ? collectors[name] : undefined;
  carriers(call);
  const handled = (own ?? collector)?.(call);
  if (handled !== undefined) return handled;
  const inner = launched(name, args);
  return inner && follower.invoke(inner, input);
};
