import type { Input, Language } from '../programs/row/program.ts';
import type { RuleName } from '../rules.ts';
import type { Observer, CommandContext } from './observer.ts';
import type { Scope } from './scope.ts';
import { commandLine } from './words/text.ts';
import { Whereabouts } from './whereabouts.ts';

/** The part of the interpreter that tells the observer what happens, and where. */
export class Telling {
  readonly scope: Scope;
  protected readonly observer: Observer;
  protected readonly whereabouts = new Whereabouts();

  constructor(scope: Scope, observer: Observer) {
    this.scope = scope;
    this.observer = observer;
  }

  elsewhere(what: string | readonly string[], input: Input): void {
    const code = typeof what === 'string' ? what : commandLine(what);
    this.observer.elsewhere(code, input?.(), this.here());
  }

  code(language: Language, source: string, inline: boolean): void {
    this.observer.code(language, source, inline, this.here());
  }

  windowsCode(code: string): void {
    this.observer.windowsCode(code, this.here());
  }

  report(rule: RuleName, what?: string, reason?: string): void {
    this.observer.report(rule, what, reason, this.here());
  }

  undecided(what: string): void {
    // What was only supposed to be a command need not be one.
    if (!this.whereabouts.current.supposed) this.report('undecided', undefined, what);
  }

  opened(file: string, access: 'read' | 'write'): void {
    this.observer.access(file, access, this.here());
  }

  protected here(): CommandContext {
    return { ...this.whereabouts.current, cwds: this.scope.cwds };
  }
}
