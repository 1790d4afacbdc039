import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { z } from 'zod';
import { createAssessCommand } from '../../../../src/main/agent/approvals/assess-command.ts';
import type {
  Confinement,
  EnclosedProgram,
  Program,
} from '../../../../src/main/agent/confinement/confinement.ts';
import { createConfinement } from '../../../../src/main/agent/confinement/create-confinement.ts';
import type { Judge } from '../../../../src/main/agent/approvals/judge/judge.ts';
import type { Tool, ToolContext, ToolResult } from '../../../../src/main/agent/tool.ts';
import { variableFilter } from '../../../../src/main/agent/tools/terminal/clean-environment.ts';
import { Shells } from '../../../../src/main/agent/tools/terminal/shells.ts';
import { LogBuffer } from '../../../../src/main/log/log-buffer.ts';
import { createLogger } from '../../../../src/main/log/logger.ts';
import { createRedactor } from '../../../../src/main/log/redactor.ts';
import { agentSettings } from '../../../../src/shared/settings.ts';
import { documentToText } from '../../../../src/main/documents/formats/document-to-text.ts';
import type { ReadDocument } from '../../../../src/main/documents/read-document.ts';
import { decodeOther } from '../../../../src/main/documents/text/detect-encoding.ts';
import type { ReadText } from '../../../../src/main/documents/text/read-text.ts';
import {
  decodeUnicode,
  sniffedBytes,
  textKind,
  utf8,
} from '../../../../src/main/documents/text/text-encoding.ts';
import { createCallPaths } from '../../../../src/main/agent/tools/files/call-paths.ts';

/** Folders of a test's own, gone when it ends. */
export interface TestFolders {
  /** Holds the other three. */
  root: string;
  workspace: string;
  home: string;
  dataDir: string;
}

export async function createFolders(): Promise<TestFolders> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'hermes-tools-')));
  onTestFinished(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));
  const [workspace, home, dataDir] = ['workspace', 'home', 'data'].map((name) =>
    path.join(root, name),
  ) as [string, string, string];
  await Promise.all([workspace, home, dataDir].map((folder) => mkdir(folder)));
  return { root, workspace, home, dataDir };
}

const assessCommand = createAssessCommand();

/** Judges commands as the judge's thread does, in this one. */
export const judgeHere: Judge = {
  command: async (command, environment) => assessCommand(command, environment),
  close: async () => {},
};

/** A host without a wall, as the person may have it. */
export const noConfinement: Confinement = createConfinement({
  platform: process.platform,
  home: tmpdir(),
  dataDir: tmpdir(),
  environment: () => ({}),
  settings: () => agentSettings.parse({ confinement: 'off' }),
  logger: createLogger({
    level: 'error',
    source: 'test',
    redactor: createRedactor(),
    sinks: { buffer: new LogBuffer() },
  }),
});

/** Starts a program as it is. */
export const enclose = (program: Program): Promise<EnclosedProgram> =>
  noConfinement.enclose(program, { workspace: program.cwd, owner: 'test' });

/** The context of a call in the workspace of {@link createFolders}; home and data lie beside it. */
export function contextFor(workspace: string, overrides: Partial<ToolContext> = {}): ToolContext {
  const [home, dataDir] = [path.join(workspace, '../home'), path.join(workspace, '../data')];
  return {
    workspace,
    paths: createCallPaths(workspace, { home, dataDir }),
    runId: 'run_test',
    conversationId: 'conversation_test',
    signal: new AbortController().signal,
    allowed: new Set(),
    // Each call is a reply of its own.
    get order() {
      return { reply: {}, index: 0 };
    },
    ...overrides,
  };
}

/** Makes text of documents, in this thread. */
export const readDocumentHere: ReadDocument = ({ bytes, kind }) => documentToText(bytes, kind);

/** Reads texts in any encoding, in this thread. */
export const readTextHere: ReadText = (bytes) => {
  const kind = textKind(bytes.subarray(0, sniffedBytes));
  const decoded =
    kind &&
    (decodeUnicode(bytes, kind === 'legacy' ? utf8 : kind) ?? decodeOther(Buffer.from(bytes)));
  return Promise.resolve(decoded);
};

/** The environment of the tests as that of commands. */
export const ownEnvironment = process.env as Record<string, string>;

/** Shells in an environment, which carry all variables over but those that hold a secret. */
export function createShells(environment = ownEnvironment, secrets: string[] = []): Shells {
  return new Shells({
    environment: () => environment,
    variableFilter: () => variableFilter({ variables: [], secrets }),
  });
}

/** Calls a tool as the agent does: arguments are parsed, defaults filled in, every risk allowed. */
export async function call<Schema extends z.ZodType>(
  tool: Tool<Schema>,
  args: z.input<Schema>,
  context: ToolContext,
): Promise<ToolResult> {
  const parsed = tool.parameters.parse(args);
  // What cannot be judged cannot be done either; how a tool says so is its own test.
  const risks = await Promise.resolve(tool.assess?.(parsed, context)).catch(() => undefined);
  return tool.execute(parsed, { ...context, allowed: new Set(risks?.map(({ rule }) => rule)) });
}

/** Calls a tool that answers JSON. */
export async function callJson<Schema extends z.ZodType>(
  tool: Tool<Schema>,
  args: z.input<Schema>,
  context: ToolContext,
): Promise<Record<string, unknown>> {
  return JSON.parse((await call(tool, args, context)).output) as Record<string, unknown>;
}

/** The risks a tool sees in a call. */
export async function assess<Schema extends z.ZodType>(
  tool: Tool<Schema>,
  args: z.input<Schema>,
  context: ToolContext,
): Promise<string[]> {
  const risks = (await tool.assess?.(tool.parameters.parse(args), context)) ?? [];
  return risks.map(({ level, rule }) => `${level} ${rule}`);
}

/** Asks every 10 ms until the answer is not false or undefined; throws after 15 s. */
export async function until<T>(
  what: string,
  check: () => T | Promise<T>,
): Promise<Exclude<T, undefined | false>> {
  const deadline = performance.now() + 15_000;
  while (performance.now() < deadline) {
    const value = await check();
    if (value !== undefined && value !== false) return value as Exclude<T, undefined | false>;
    await delay(10);
  }
  throw new Error(`Waited in vain for ${what}`);
}

/**
 * Does something and tells which part of that time the event loop stood still at the longest: 1 for
 * work that holds it up from beginning to end. A share, since absolute times depend on what else
 * the machine does.
 */
export async function withLongestStall<T>(
  work: () => Promise<T>,
): Promise<{ result: T; stall: number }> {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const startedAt = performance.now();
  loop.enable();
  const result = await work();
  // One more turn: a stall shows when the timer is late.
  await delay(5);
  loop.disable();
  return { result, stall: loop.max / 1e6 / (performance.now() - startedAt) };
}
