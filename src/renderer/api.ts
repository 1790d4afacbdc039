import type { CallName } from '../shared/ipc-names.ts';
import type { CallInput, CallOutput, FieldIssue, HermesBridge } from '../shared/ipc.ts';

declare global {
  interface Window {
    /** Put there by the preload. */
    readonly hermes: HermesBridge;
  }
}

/** The main process refused a call, or failed at it. The message is fit for the person. */
export class CallError extends Error {
  override readonly name = 'CallError';
  /** What is wrong with which field, if it was the input. */
  readonly issues: readonly FieldIssue[];

  constructor(message: string, issues: readonly FieldIssue[]) {
    super(message);
    this.issues = issues;
  }
}

type Arguments<Name extends CallName> =
  undefined extends CallInput<Name> ? [] : [input: CallInput<Name>];

/** The calls of the contract as functions that give their value, or throw a {@link CallError}. */
export type Api = {
  readonly [Name in CallName]: (...input: Arguments<Name>) => Promise<CallOutput<Name>>;
} & Pick<HermesBridge, 'on'>;

/** Wraps the bridge, whose answers are plain data, into functions that give a value or throw. */
export function createApi(bridge: HermesBridge): Api {
  const unwrap =
    (name: CallName) =>
    async (input?: unknown): Promise<unknown> => {
      const answer = await bridge[name](input as never);
      if (answer.ok) return answer.value;
      throw new CallError(answer.error.message, answer.error.issues);
    };
  const names = Object.keys(bridge).filter((name): name is CallName => name !== 'on');
  const calls = Object.fromEntries(names.map((name) => [name, unwrap(name)]));
  return { ...calls, on: bridge.on } as unknown as Api;
}
