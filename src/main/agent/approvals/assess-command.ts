import { assessWindows } from './windows/assess-windows.ts';
import { Findings } from './findings.ts';
import { Judgement } from './judgement.ts';
import type { CommandEnvironment } from './command-environment.ts';
import { allPrograms } from './programs/row/all-programs.ts';
import { asksInsideWall } from './rules.ts';
import { TooMuchError } from './shell/budget.ts';
import type { Risk } from '../tool.ts';

/** Judges commands. Made once; each judgement stands for itself. */
export type AssessCommand = (command: string, environment: CommandEnvironment) => Risk[];

/**
 * What is dangerous about a shell command. Nothing: an empty list.
 * The command is parsed and followed, never run and never matched as one string: quoting,
 * variables, pipes, substitutions, functions, further shells, scripts it writes or finds, and code
 * given to other languages. What may be dangerous and cannot be decided needs approval; with a wall
 * only what destroys the person's own work or reaches others does. What is too long to be followed
 * needs a person, for anything may stand there.
 */
export function createAssessCommand(): AssessCommand {
  const table = allPrograms();
  return (command, environment) => {
    const findings = new Findings(command);
    const judgement = new Judgement({ findings, environment, table });
    try {
      judgement.follow(command);
    } catch (error) {
      if (!(error instanceof TooMuchError)) throw error;
      findings.take({
        level: 'person',
        reason: `could not be judged (${error.message}), so it may do anything`,
        rule: 'unjudged',
      });
    }
    judgement.finish();
    const risks = findings.all();
    if (environment.platform === 'win32') {
      // There the text is PowerShell or cmd as a rule: what a POSIX shell makes of its paths says nothing.
      const portable = risks.filter(
        ({ rule }) => !/^(undecided|write-outside|own-data|private-folder):/.test(rule),
      );
      return [...assessWindows(command, environment), ...portable];
    }
    return environment.wall ? risks.filter(asksInsideWall) : risks;
  };
}
