import path from 'node:path';
import { forEachChild, parse, type SyntaxNode } from 'unbash';
import { followInner } from './programs/handlers.ts';
import { namesProgram } from './programs/carriers.ts';
import { expandText, expandWord, type ExpandContext } from './expand.ts';
import { forksItself, startsWithoutEnd } from './fork-bombs.ts';
import type { FollowOptions, Follower, Input, Observer } from './programs/follower.ts';
import { outputOf } from './programs/output.ts';
import { commandPath } from './command-path.ts';
import type { Node, Runnable, Script } from './nodes.ts';
import { deliver, openRedirects } from './redirects.ts';
import { readScript, runScriptNamed } from './programs/scripts.ts';
import { Scope } from './scope.ts';
import { freshFile, fromNetwork, isKnown, quoted, readable, unknown } from './text.ts';

/** Commands followed at most; more than any person would read. */
const maxSteps = 1_500;
/** Thrown through all levels when there are more. */
const tooLong = Symbol('too long');
const maxDepth = 24;
/** Values of one variable tried one by one at most. */
const maxPasses = 260;

/**
 * Follows a shell script without running it: expands words as far as they can be known, follows
 * pipes, files written and read again, functions, and code handed to further shells, and tells an
 * observer every program that would be started. All branches are followed.
 */
export class Interpreter implements Follower {
  readonly scope: Scope;
  readonly home: string;
  readonly observer: Observer;
  #steps = 0;
  #depth = 0;
  /** How many forks (pipes, background) surround what is being followed. */
  #forks = 0;
  /** Functions and scripts under way, with the forks around their call. */
  readonly #frames: { name: string; forks: number }[] = [];
  readonly #visited = new WeakSet<object>();
  readonly #called = new Set<string>();
  #substitutions = 0;
  /** Links already followed: the disk is asked once for each path. */
  readonly #realPaths = new Map<string, string>();

  constructor(options: {
    cwd: string;
    home: string;
    variables: Record<string, string>;
    observer: Observer;
  }) {
    this.scope = new Scope(options.cwd, options.variables);
    this.home = options.home;
    this.observer = options.observer;
  }

  /** Follows a whole command line, then the functions it defines and never calls. */
  start(source: string): void {
    try {
      this.follow(source);
      this.scope.conditional += 1;
      for (const [name, node] of this.scope.functions) {
        if (this.#called.has(name)) continue;
        this.scope.positional = [unknown];
        this.#enter(name, () => this.#run(node.body, undefined));
      }
    } catch (error) {
      if (error !== tooLong) throw error;
      this.undecided('is too long to be followed', 'length');
    }
  }

  follow(code: string, options: FollowOptions = {}): string {
    if (code.includes(fromNetwork)) {
      this.observer.risk({
        level: 'approval',
        reason: 'runs what it fetches from the network',
        rule: `network-to-shell:${this.scope.fetched || readable(code).slice(0, 200)}`,
      });
    }
    if (this.#depth >= maxDepth) {
      this.undecided('nests more code in code than can be followed', code);
      return unknown;
    }
    const script = parse(code);
    const { positional } = this.scope;
    if (options.positional) this.scope.positional = options.positional;
    const output = this.#enter(options.frame, () => this.#script(script, options.input));
    if (options.positional) this.scope.positional = positional;
    return output;
  }

  invoke(argv: readonly string[], input: Input): string {
    this.#step();
    const [word, ...args] = argv;
    if (word === undefined) return '';
    const alias = this.scope.aliases.get(word);
    if (alias !== undefined && !this.#frames.some(({ name }) => name === `alias ${word}`)) {
      const line = `${alias} ${args.map(quoted).join(' ')}`;
      return this.follow(line, { input, frame: `alias ${word}` });
    }
    const defined = this.scope.functions.get(word);
    if (defined) return this.#callFunction(word, defined.body, args, input);
    if (!isKnown(word) || /[*?]|\[.+\]/.test(word)) {
      if (word !== '[' && word !== '[[') this.undecided('runs a program chosen at run time', word);
      return word.includes(fromNetwork) ? fromNetwork : unknown;
    }
    const name = (word.split(/[/\\]/).at(-1) ?? word).replace(/\.(exe|cmd|bat)$/i, '');
    this.observer.command({ name, args, cwds: [...this.scope.cwds] });
    const call = { name, args, input, follower: this };
    const handled = followInner(call);
    if (handled !== undefined) return handled;
    runScriptNamed(word, call);
    return outputOf(call);
  }

  resolve(text: string): string[] {
    const file = /^~(\/|$)/.test(text) ? this.home + text.slice(1) : text;
    return this.scope.cwds.map((cwd) => {
      if (file.startsWith(freshFile)) return path.normalize(`/${file}`).slice(1);
      // A relative path that starts with something unknown may be an absolute one.
      if (/^[\uE000\uE001]/.test(file)) return file;
      const absolute = path.resolve(cwd, file);
      // Devices and open descriptors are what they are called; links there are those of this process.
      if (absolute.startsWith('/dev/')) return absolute;
      let real = this.#realPaths.get(absolute);
      if (real === undefined) this.#realPaths.set(absolute, (real = commandPath(absolute)));
      return real;
    });
  }

  content(file: string): string | undefined {
    const written = this.scope.files.get(file);
    if (written !== undefined) return written;
    const onDisk = readScript(file);
    if (onDisk === undefined && this.scope.fetched) return fromNetwork;
    return onDisk;
  }

  undecided(what: string, text: string): void {
    const shown = readable(text).slice(0, 500);
    this.observer.risk({ level: 'approval', reason: what, rule: `undecided:${shown}` });
  }

  #step(): void {
    this.#steps += 1;
    if (this.#steps > maxSteps) throw tooLong;
  }

  #script(script: Script, input: Input): string {
    this.#visited.add(script);
    const { errors } = script as Script & { errors?: readonly { message: string }[] };
    if (errors && errors.length > 0) {
      this.undecided('cannot be read as a shell command', errors[0]!.message);
    }
    this.#depth += 1;
    const output = this.#statements(script.commands, input);
    // Nothing inside `$(…)` may stay unseen, wherever it stands.
    this.#branch(() => this.#sweep(script));
    this.#depth -= 1;
    return output;
  }

  #sweep(node: SyntaxNode): void {
    forEachChild(node, (child) => {
      if (child.type === 'Script') {
        if (!this.#visited.has(child)) this.#script(child, undefined);
      } else this.#sweep(child);
    });
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
    this.#step();
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
      case 'If':
        return (
          this.#run(node.clause, input) +
          this.#branch(() =>
            [
              node.then,
              ...node.elif.flatMap(({ clause, then }) => [clause, then]),
              ...(node.else ? [node.else] : []),
            ]
              .map((part) => this.#run(part, input))
              .join(''),
          )
        );
      case 'Case':
        return this.#branch(() => node.items.map(({ body }) => this.#run(body, input)).join(''));
      case 'For':
      case 'Select':
        return this.#forEach(node, input);
      case 'While':
        if (startsWithoutEnd(node)) {
          this.undecided('starts processes without end', 'loop');
        }
        return this.#loop([node.clause, node.body], input);
      case 'ArithmeticFor':
        return this.#loop([node.body], input);
      case 'Redirected':
        return this.#redirected(node, input);
      case 'Function':
        this.scope.functions.set(node.name.value, node);
        if (forksItself(node)) this.#forkBomb(node.name.value);
        return '';
      case 'Coproc':
        return this.#forked(() => this.#run(node.body, input));
      case 'TestCommand':
      case 'ArithmeticCommand':
        // Tests and arithmetic start nothing but what `#sweep` finds in them.
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
    const context = this.#context(0, () => {});
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

  #redirected(node: Node<'Redirected'>, input: Input): string {
    const { stdin, targets } = openRedirects(
      node.redirects,
      this.#context(0, () => {}),
      this,
    );
    return deliver(this.#run(node.command, stdin ?? input), targets, this.scope);
  }

  #command(node: Node<'Command'>, input: Input): string {
    let passes = 1;
    let output = '';
    for (let pass = 0; pass < passes; pass += 1) {
      const context = this.#context(pass, (count) => {
        passes = Math.max(passes, Math.min(count, maxPasses));
      });
      if (pass > 0) this.scope.conditional += 1;
      const argv = node.name ? expandWord(node.name, context) : [];
      for (const argument of node.args) {
        if (argument.type === 'Word') argv.push(...expandWord(argument, context));
        else argv.push(this.#declare(argument, context));
      }
      const { stdin, targets } = openRedirects(node.redirects, context, this);
      for (const part of node.prefix) {
        if (part.type === 'Assignment') this.#assign(part, context, argv.length > 0);
      }
      output += deliver(this.invoke(argv, stdin ?? input), targets, this.scope);
      if (pass > 0) this.scope.conditional -= 1;
    }
    return output;
  }

  #assign(node: Node<'Assignment'>, context: ExpandContext, onlyForCommand: boolean): void {
    const set = (): void => {
      if (node.value.type === 'ArrayValue') {
        const elements = node.value.elements.flatMap((word) => expandWord(word, context));
        this.scope.assignArray(node.name, elements, node.append);
      } else {
        const text = expandText(node.value, context);
        this.scope.assign(node.name, text, node.append);
        if (namesProgram(node.name)) this.follow(text, { frame: node.name });
        if (node.index) this.scope.assignArray(node.name, [text], true);
      }
    };
    if (onlyForCommand) this.#branch(() => (set(), ''));
    else set();
    this.observer.command({ name: '=', args: [node.name], cwds: this.scope.cwds });
  }

  /** `export A=b`: the assignment is made, and the word stays an argument. */
  #declare(node: Node<'Assignment'>, context: ExpandContext): string {
    this.#assign(node, context, false);
    const value = node.value.type === 'Word' ? expandText(node.value, context) : '';
    return `${node.name}=${value}`;
  }

  #callFunction(name: string, body: Runnable, args: string[], input: Input): string {
    this.#called.add(name);
    const { positional } = this.scope;
    this.scope.positional = args;
    const output = this.#enter(name, () => this.#run(body, input));
    this.scope.positional = positional;
    return output;
  }

  /** Follows the body of a function or script; one that is under way already is not entered again. */
  #enter(name: string | undefined, body: () => string): string {
    if (name === undefined) return body();
    const frame = this.#frames.findLast((other) => other.name === name);
    if (frame) {
      if (this.#forks > frame.forks) this.#forkBomb(name);
      return unknown;
    }
    this.#frames.push({ name, forks: this.#forks });
    const output = body();
    this.#frames.pop();
    return output;
  }

  #forkBomb(name: string): void {
    const reason = 'starts itself again and again until the machine stands still (fork bomb)';
    this.observer.risk({ level: 'hardline', reason, rule: `fork-bomb:${name}` });
  }

  #branch(body: () => string | void): string {
    this.scope.conditional += 1;
    const output = body() ?? '';
    this.scope.conditional -= 1;
    return output;
  }

  #forked(body: () => string): string {
    this.#forks += 1;
    const output = this.#branch(body);
    this.#forks -= 1;
    return output;
  }

  #context(pass: number, onChoices: (count: number) => void): ExpandContext {
    return {
      scope: this.scope,
      home: this.home,
      pass,
      onChoices,
      run: (script) => this.#branch(() => this.#script(script, undefined)),
      substituteProcess: (script, direction) => {
        // What is written into `>(…)` is not followed, so it is unknown there.
        const input = direction === '>' ? () => unknown : undefined;
        const output = this.#branch(() => this.#script(script, input));
        this.#substitutions += 1;
        const file = `/dev/fd/${62 + this.#substitutions}`;
        this.scope.files.set(file, output);
        return file;
      },
    };
  }
}
