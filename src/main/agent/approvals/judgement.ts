import { assessCode } from './code/assess-code.ts';
import type { CommandEnvironment } from './command-environment.ts';
import { FileJudge } from './file-judge.ts';
import { Findings } from './findings.ts';
import { applies } from './programs/row/kit.ts';
import type { Call, Language, Program, RiskContext } from './programs/row/program.ts';
import { readScript } from './programs/row/read-script.ts';
import { startProgram } from './programs/row/start.ts';
import type { ProgramTable } from './programs/row/table.ts';
import type { RuleName } from './rules.ts';
import { Budget } from './shell/budget.ts';
import { Interpreter } from './shell/interpreter.ts';
import type { Observer, CommandContext } from './shell/observer.ts';
import { isKnown, plainText, withoutUnknown } from './shell/words/text.ts';
import { assessWindows } from './windows/assess-windows.ts';

export interface JudgementOptions {
  findings: Findings;
  environment: CommandEnvironment;
  table: ProgramTable;
  /** Code in code in code: how deep it is. */
  nesting?: number;
  budget?: Budget;
}

/** Code of other languages within one another: more is not looked into. */
const maxNesting = 4;
/** What runs elsewhere deletes there, by whatever rule it would be judged here. */
const deletesElsewhere =
  /^(destroy-folder|format-disk|device|shutdown|kill-everything|recursive-delete|git-discard|git-force-push|remote-delete)$/;

/** Variables whose value other programs hand to a shell, and those that the shell expands as prompts. */
const programVariable =
  /^((GIT_|MAN|SYSTEMD_)?PAGER|(GIT_|GIT_SEQUENCE_|SVN_|HG|KUBE_)?EDITOR|VISUAL|BROWSER|GIT_SSH_COMMAND|GIT_EXTERNAL_DIFF|GIT_PROXY_COMMAND|LESSOPEN|LESSCLOSE|PROMPT_COMMAND|FCEDIT|SUDO_EDITOR|RSYNC_RSH|CVS_RSH|TAR_OPTIONS|BORG_RSH|BORG_PASSCOMMAND|RESTIC_PASSWORD_COMMAND)$/;
const promptVariable = /^PS[0124]$/;

/** Follows one command and notes what is dangerous about what it would do. */
export class Judgement implements Observer {
  readonly #findings: Findings;
  readonly #environment: CommandEnvironment;
  readonly #options: JudgementOptions;
  readonly #interpreter: Interpreter;
  readonly #files: FileJudge;
  readonly #budget: Budget;
  /** Places of programs that send what they read to other computers. */
  readonly #senders: CommandContext[] = [];

  constructor(options: JudgementOptions) {
    const { findings, environment, table } = options;
    this.#findings = findings;
    this.#environment = environment;
    this.#options = options;
    this.#budget = options.budget ?? new Budget();
    this.#files = new FileJudge(findings, environment);
    this.#interpreter = new Interpreter({
      cwd: environment.cwd,
      home: environment.home,
      variables: {
        HOME: environment.home,
        USER: environment.home.split(/[/\\]/).at(-1) ?? '',
        TMPDIR: '/tmp',
        SHELL: '/bin/bash',
        IFS: ' \t\n',
        // We start the shell, and our own environment is not for the asking.
        PPID: String(process.pid),
        ...Object.fromEntries(
          Object.entries(environment.variables ?? {}).map(([name, value]) => [
            name,
            plainText(value),
          ]),
        ),
      },
      observer: this,
      budget: this.#budget,
      ...(environment.typed === undefined ? {} : { typed: environment.typed }),
      programs: {
        start: (argv, input, follower, host) => startProgram(argv, input, follower, host, table),
        read: (file) => (this.#files.isReadable(file) ? readScript(file) : undefined),
        runsVariable: (name) =>
          programVariable.test(name) ? 'code' : promptVariable.test(name) ? 'prompt' : undefined,
      },
    });
  }

  /** @throws {TooMuchError} */
  follow(command: string): void {
    this.#interpreter.start(command);
  }

  /** Notes what only shows when all is known. */
  finish(): void {
    const [sender] = this.#senders;
    if (!sender || !this.#files.readSecrets) return;
    // What one program of the command reads, another may send.
    this.#findings.add('credentials', { ...sender, words: [] }, 'sends what it reads of them');
  }

  command(call: Call, given: Program | undefined, place: CommandContext): void {
    // An assignment is told of as a program of its own.
    const row = given ?? this.#options.table.rowOf(call.name);
    const { ownPids, workspace, home } = this.#environment;
    const context: RiskContext = { call, ownPids, workspace, home };
    // An unknown part may turn out to be empty.
    const erased = call.args.every(isKnown)
      ? undefined
      : call.args.map(withoutUnknown).filter((word) => word !== '');
    for (const [rule, when] of row?.risks ?? []) {
      const hit =
        applies(when, call.args, row!, context) ||
        (erased !== undefined &&
          applies(when, erased, row!, { ...context, call: { ...call, args: erased } }));
      if (hit) this.#findings.add(rule, place, this.#whereMatters(rule, place));
    }
    if (row?.sends) this.#senders.push(place);
    this.#files.judge(call, row, place);
  }

  access(file: string, access: 'read' | 'write', place: CommandContext): void {
    this.#files.access(file, access, place);
  }

  emptied(file: string, place: CommandContext): void {
    this.#files.emptied(file, place, this.#interpreter.files.written(file) !== undefined);
  }

  code(language: Language, source: string, inline: boolean, place: CommandContext): void {
    const { nesting = 0 } = this.#options;
    if (nesting >= maxNesting) {
      this.report('undecided', undefined, 'nests more code in code than can be followed', place);
      return;
    }
    assessCode(language, source, inline, {
      home: this.#environment.home,
      budget: this.#budget,
      wall: this.#environment.wall,
      resolve: (text) => this.#interpreter.resolve(text),
      shell: (code) => this.#nested(code, nesting + 1),
      access: (file, access) => this.#files.access(file, access, place),
      deletes: (targets) => this.#files.deletes(targets, place),
      report: (rule, what, reason) => this.#findings.add(rule, place, what, reason),
    });
  }

  windowsCode(code: string): void {
    for (const found of assessWindows(code, this.#environment)) this.#findings.take(found);
  }

  elsewhere(code: string, input: string | undefined, place: CommandContext): void {
    const { nesting = 0, table } = this.#options;
    if (nesting >= maxNesting) return;
    const inside = new Findings(code);
    const environment = {
      ...this.#environment,
      cwd: '/elsewhere',
      workspace: '/elsewhere',
      home: '/root',
      wall: false,
      ...(input === undefined ? {} : { typed: input }),
    };
    const judgement = new Judgement({
      findings: inside,
      environment,
      table,
      nesting: nesting + 1,
      budget: this.#budget,
    });
    judgement.follow(code);
    for (const { rule, reason } of inside.all()) {
      const name = rule.slice(0, rule.indexOf(':'));
      if (name === 'database' || name === 'publish')
        this.#findings.add(name, place, undefined, reason);
      else if (deletesElsewhere.test(name)) this.#findings.add('remote-delete', place);
    }
  }

  report(
    rule: RuleName,
    what: string | undefined,
    reason: string | undefined,
    place: CommandContext,
  ): void {
    this.#findings.add(rule, place, what, reason);
  }

  /** Shell code within code of another language; what cannot be read as such is none. */
  #nested(code: string, nesting: number): void {
    const { environment, findings, table } = this.#options;
    const judgement = new Judgement({
      findings: findings.within((rule) => !/^(undecided|write-outside)$/.test(rule)),
      environment: { ...environment, cwd: this.#interpreter.scope.cwds[0] ?? environment.cwd },
      table,
      nesting,
      budget: this.#budget,
    });
    judgement.follow(code);
  }

  /** Work that is thrown away is that of a folder. */
  #whereMatters(rule: RuleName, { cwds }: CommandContext): string | undefined {
    return rule === 'git-discard' ? `in ${cwds.join(' or ')}` : undefined;
  }
}
