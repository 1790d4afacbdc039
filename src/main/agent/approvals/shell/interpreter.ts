import { parse } from 'unbash';
import type { FollowOptions, Follower, Input } from '../programs/row/program.ts';
import { runIndices } from '../programs/row/kit.ts';
import type { Budget } from './budget.ts';
import { Choices } from './words/choices.ts';
import { makeAssignment } from './assignments.ts';
import { expandWord } from './words/expand.ts';
import type { ExpandContext } from './words/expand-context.ts';
import { FileTable } from './file-table.ts';
import { forksItself, startsWithoutEnd } from './fork-bombs.ts';
import { Frames } from './frames.ts';
import { nestedScripts, wordsIn, type Node, type Runnable, type Script } from './nodes.ts';
import type { Observer } from './observer.ts';
import type { Programs } from './programs.ts';
import { deliver, openRedirects, type Redirects } from './redirects.ts';
import { Scope } from './scope.ts';
import { Telling } from './telling.ts';
import { commandLine, fromNetwork, plainText, unknown } from './words/text.ts';

/** Words of commands that are written in code made by guessing are looked into this far. */
const mostSupposed = 400;

/**
 * Follows a shell script without running it: expands words as far as they can be known, follows
 * pipes, files written and read again, functions, and code handed to further shells, and tells an
 * observer every program that would be started. All branches are followed.
 */
export class Interpreter extends Telling implements Follower {
  readonly files = new FileTable();
  readonly home: string;
  readonly #programs: Programs;
  readonly #budget: Budget;
  readonly #typed: Input;
  readonly #frames = new Frames();
  readonly #visited = new WeakSet<object>();
  readonly #called = new Set<string>();
  #substitutions = 0;
  #supposed = 0;
  /** The scripts whose positions are those of the command that a person sees. */
  #onTop = true;

  constructor(options: {
    cwd: string;
    home: string;
    variables: Record<string, string>;
    observer: Observer;
    programs: Programs;
    budget: Budget;
    /** What is typed into the command while it runs. */
    typed?: string;
  }) {
    super(new Scope(options.cwd, options.variables), options.observer);
    this.home = options.home;
    this.#programs = options.programs;
    this.#budget = options.budget;
    const { typed } = options;
    this.#typed = typed === undefined ? undefined : () => plainText(typed);
  }

  /**
   * Follows a whole command line, then the functions it defines and never calls.
   * @throws {TooMuchError}
   */
  start(source: string): void {
    this.#script(parse(plainText(source)), this.#typed);
    this.#onTop = false;
    this.scope.conditional += 1;
    for (const code of this.scope.traps) this.follow(code);
    for (const node of this.scope.functions()) {
      if (this.#called.has(node.name.value)) continue;
      this.scope.positional = [unknown];
      this.#enter(node.name.value, () => this.#run(node.body, undefined));
    }
  }

  follow(code: string, options: FollowOptions = {}): string {
    if (code.includes(fromNetwork)) {
      this.report('network-to-shell', this.scope.fetched || undefined);
    }
    const script = parse(code);
    const { positional } = this.scope;
    const onTop = this.#onTop;
    if (options.positional) this.scope.positional = options.positional;
    this.#onTop = false;
    const body = (): string =>
      this.#budget.deeper(() =>
        this.whereabouts.at({ origin: options.origin ?? this.whereabouts.current.origin }, () =>
          this.#enter(options.frame, () => this.#script(script, options.input)),
        ),
      );
    const whole = (): string => (options.child ? this.scope.inChild(body) : body());
    const isScript = options.origin === 'project' && this.whereabouts.current.origin !== 'project';
    const followed = isScript ? this.#budget.apart(whole) : whole();
    if (followed === undefined) this.undecided('runs a script that is too long to be followed');
    const output = followed ?? unknown;
    this.scope.positional = positional;
    this.#onTop = onTop;
    return output;
  }

  invoke(argv: readonly string[], input: Input, real = false): string {
    this.#budget.step();
    const [word, ...args] = argv;
    if (word === undefined) return '';
    if (!real) {
      const defined = this.scope.function(word);
      if (defined) {
        const output = this.#callFunction(word, defined.node.body, args, input);
        if (defined.certain) return output;
      }
      const alias = this.scope.aliasOf(word);
      if (alias !== undefined && !this.#frames.has(`alias ${word}`)) {
        this.follow(`${alias} ${commandLine(args)}`, { input, frame: `alias ${word}` });
      }
    }
    if (word === '') return '';
    return this.#budget.deeper(() =>
      this.#programs.start(argv, input, this, {
        tell: (call, row) =>
          this.whereabouts.at({ words: [call.name, ...call.args] }, () =>
            this.observer.command(call, row, this.here()),
          ),
        isTyped: (given) => given !== undefined && given === this.#typed,
      }),
    );
  }

  suppose(argv: readonly string[]): void {
    this.#suppose(() => this.invoke(argv, undefined, true));
  }

  supposeCode(code: string): void {
    const script = parse(code) as Script & { errors?: readonly unknown[] };
    if (script.errors && script.errors.length > 0) return;
    this.#suppose(() => this.follow(code, { child: true }));
  }

  resolve(text: string): string[] {
    const word = /^~(\/|$)/.test(text) ? this.home + text.slice(1) : text;
    return [...new Set(this.scope.cwds.map((cwd) => this.files.resolve(cwd, word)))];
  }

  content(file: string): string | undefined {
    const written = this.files.written(file);
    if (written !== undefined) return written;
    const onDisk = this.#programs.read(this.files.originOf(file) ?? file);
    if (onDisk === undefined && this.scope.fetched) return fromNetwork;
    return onDisk === undefined ? undefined : plainText(onDisk);
  }

  assign(name: string, value: string): void {
    this.scope.assign(name, value);
    const runs = this.#programs.runsVariable(name);
    if (runs === 'code') this.follow(value, { frame: name });
    // Prompts are expanded, and arithmetic takes what stands in an index for code.
    if (runs === 'prompt' || /\[[^\]]*(\$\(|`)/.test(value)) this.#runText(value);
    this.whereabouts.at({ words: [`${name}=${value}`] }, () => {
      const call = { name: '=', args: [name, value], input: undefined, follower: this };
      this.observer.command(call, undefined, this.here());
    });
  }

  #script(script: Script, input: Input): string {
    this.#visited.add(script);
    const { errors } = script as Script & { errors?: readonly { message: string }[] };
    if (errors && errors.length > 0) {
      this.undecided(`cannot be read as a shell command (${errors[0]!.message})`);
    }
    const output = this.#statements(script.commands, input);
    // Nothing inside `$(…)` may stay unseen, wherever it stands.
    this.#branch(() => {
      for (const inner of nestedScripts(script)) {
        if (!this.#visited.has(inner)) {
          this.#budget.deeper(() => this.#script(inner, undefined));
        }
      }
    });
    return output;
  }

  #statements(statements: readonly Node<'Statement'>[], input: Input): string {
    return statements
      .map(({ command, background }) => {
        if (!background) return this.#run(command, input);
        return this.#forked(() => this.#run(command, input));
      })
      .join('');
  }

  #run(node: Runnable, input: Input): string {
    this.#budget.step();
    switch (node.type) {
      case 'Command':
        return this.#command(node, input);
      case 'Pipeline':
        return this.#pipeline(node, input);
      case 'AndOr':
        return node.commands
          .map((part, index) =>
            index === 0 ? this.#run(part, input) : this.#branch(() => this.#run(part, input)),
          )
          .join('');
      case 'CompoundList':
        return this.#statements(node.commands, input);
      case 'BraceGroup':
        return this.#run(node.body, input);
      case 'Subshell':
        return this.#branch(() => this.#run(node.body, input));
      case 'If': {
        const parts = [node.then, ...node.elif.flatMap(({ clause, then }) => [clause, then])];
        if (node.else) parts.push(node.else);
        return (
          this.#run(node.clause, input) +
          this.#branch(() => parts.map((part) => this.#run(part, input)).join(''))
        );
      }
      case 'Case':
        return this.#branch(() => node.items.map(({ body }) => this.#run(body, input)).join(''));
      case 'For':
      case 'Select':
        return this.#forEach(node, input);
      case 'While':
        if (startsWithoutEnd(node)) this.undecided('starts processes without end');
        return this.#loop([node.clause, node.body], input);
      case 'ArithmeticFor':
        return this.#loop([node.body], input);
      case 'Redirected': {
        const redirects = this.#open(node.redirects, new Choices(0, false));
        return deliver(
          this.#run(node.command, redirects.stdin ?? input),
          redirects.targets,
          this.files,
        );
      }
      case 'Function':
        this.scope.define(node);
        if (forksItself(node)) this.report('fork-bomb', node.name.value);
        return '';
      case 'Coproc':
        return this.#forked(() => this.#run(node.body, input));
      case 'TestCommand':
      case 'ArithmeticCommand':
        // Tests and arithmetic start nothing but what `#sweep` finds in them, and what an index holds.
        runIndices(wordsIn(node), this);
        return '';
    }
  }

  #pipeline(node: Node<'Pipeline'>, input: Input): string {
    if (node.commands.length === 1) return this.#run(node.commands[0]!, input);
    return this.#forked(() => {
      let piped = input;
      let output = '';
      for (const part of node.commands) {
        output = this.#run(part, piped);
        const text = output;
        piped = () => text;
      }
      return output;
    });
  }

  /** A `while` loop: followed twice, as one turn may set what the next one uses. */
  #loop(parts: readonly Runnable[], input: Input): string {
    return this.#branch(() => [...parts, ...parts].map((part) => this.#run(part, input)).join(''));
  }

  #forEach(node: Node<'For'> | Node<'Select'>, input: Input): string {
    const context = this.#context(new Choices(0, false));
    const items = node.wordlist
      ? node.wordlist.flatMap((word) => expandWord(word, context))
      : this.scope.positional;
    return this.#branch(() => {
      if (items.length > 16) {
        this.scope.assignAny(node.name.value, items);
        return this.#run(node.body, input);
      }
      let output = '';
      for (const item of items) {
        this.scope.conditional -= 1;
        this.scope.assign(node.name.value, item);
        this.scope.conditional += 1;
        output += this.#run(node.body, input);
      }
      return output;
    });
  }

  #command(node: Node<'Command'>, input: Input): string {
    let output = '';
    const range = this.#onTop ? { start: node.pos, end: node.end } : undefined;
    Choices.forEach((choices, pass) => {
      if (pass > 0) this.scope.conditional += 1;
      const context = this.#context(choices);
      const argv = node.name ? expandWord(node.name, context) : [];
      for (const argument of node.args) {
        if (argument.type === 'Word') argv.push(...expandWord(argument, context));
        else argv.push(makeAssignment(argument, context, this));
      }
      const words = argv.length > 0 ? argv : ['>'];
      output += this.whereabouts.at({ words, ...(range ? { range } : {}) }, () => {
        const { stdin, targets } = this.#open(node.redirects, choices);
        for (const part of node.prefix) {
          if (part.type !== 'Assignment') continue;
          if (argv.length === 0) makeAssignment(part, context, this);
          else {
            this.#branch(() => makeAssignment(part, context, this));
            this.scope.export(part.name);
          }
        }
        const printed = this.invoke(argv, stdin ?? input);
        this.#tellEmptied(targets, printed, argv);
        return deliver(printed, targets, this.files);
      });
      if (pass > 0) this.scope.conditional -= 1;
    });
    return output;
  }

  /** A file that gets nothing is emptied: `> file`, `: > file`, `cat /dev/null > file`. */
  #tellEmptied(targets: Redirects['targets'], printed: string, argv: readonly string[]): void {
    if (printed !== '' || argv[0] === 'exec') return;
    for (const { file, appends } of targets) {
      if (!appends) this.observer.emptied(file, this.here());
    }
  }

  #open(nodes: Parameters<typeof openRedirects>[0], choices: Choices): Redirects {
    return openRedirects(nodes, this.#context(choices), this);
  }

  #callFunction(name: string, body: Runnable, args: string[], input: Input): string {
    this.#called.add(name);
    const { positional } = this.scope;
    this.scope.positional = args;
    const output = this.#enter(name, () => this.#run(body, input));
    this.scope.positional = positional;
    return output;
  }

  #enter(name: string | undefined, body: () => string): string {
    const entered = this.#frames.enter(name, body, (forked) => {
      if (forked) this.report('fork-bomb', name);
      else this.undecided('starts itself again, so that it cannot be followed');
    });
    return entered ?? unknown;
  }

  #suppose(body: () => unknown): void {
    if (this.#supposed >= mostSupposed) return;
    this.#supposed += 1;
    this.whereabouts.at({ supposed: true }, () => void this.#branch(body));
  }

  /** Follows what stands in a text that the shell expands as if it were in double quotes. */
  #runText(text: string): string {
    const quoted = text.replaceAll('"', String.raw`\"`);
    return this.follow(`: "${quoted}"`, { frame: `text ${text}` }) || unknown;
  }

  #branch<Result>(body: () => Result): Result {
    this.scope.conditional += 1;
    try {
      return body();
    } finally {
      this.scope.conditional -= 1;
    }
  }

  #forked(body: () => string): string {
    return this.#frames.forked(() => this.#branch(body));
  }

  #context(choices: Choices): ExpandContext {
    return {
      scope: this.scope,
      home: this.home,
      choices,
      run: (script) =>
        this.#budget.deeper(() => this.#branch(() => this.#script(script, undefined))),
      runText: (text) => this.#runText(text),
      substituteProcess: (script, direction) => {
        // What is written into `>(…)` is not followed, so it is unknown there.
        const input = direction === '>' ? () => unknown : undefined;
        const output = this.#budget.deeper(() => this.#branch(() => this.#script(script, input)));
        this.#substitutions += 1;
        const file = `/dev/fd/${62 + this.#substitutions}`;
        this.files.write(file, output);
        return file;
      },
    };
  }
}
