import type { Judge } from '../../approvals/judge/judge.ts';
import type { Risk, ToolContext } from '../../tool.ts';
import type { ProcessRegistry, ProcessSession } from './processes.ts';

/** Characters typed into one process that are judged together. */
const longestTyped = 65_536;

/**
 * What is dangerous about typing data into a process. All that was typed before is judged with it,
 * since code may come in pieces; what it would do anyway was decided before.
 */
export async function assessTyping(
  session: ProcessSession,
  data: string,
  { paths }: Pick<ToolContext, 'paths'>,
  { judge, processes }: { judge: Judge['command']; processes: ProcessRegistry },
): Promise<Risk[]> {
  if (session.process.exit) return [];
  const typed = session.typed + data;
  if (typed.length > longestTyped) {
    const reason = 'types more into a process than can be judged';
    return [{ level: 'person', reason, rule: 'unjudged' }];
  }
  const where = {
    ...(await paths.folders()),
    cwd: session.cwd,
    ownPids: await processes.pids(),
    platform: process.platform,
    wall: session.process.confined,
  };
  const [now, before] = await Promise.all([
    judge(session.command, { ...where, typed }),
    judge(session.command, { ...where, typed: session.typed }),
  ]);
  const decided = new Set(before.map(({ rule }) => rule));
  return now.filter(({ level, rule }) => level !== 'approval' || !decided.has(rule));
}
