import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { FunctionCall, RunEventPayload, UnaskedBecause } from '../../../shared/run-events.ts';
import { gluedObjects } from '../../model/conversation/call-arguments.ts';
import type { ChatMessage, FunctionTool } from '../../model/model.ts';
import {
  coverage,
  type ApprovalDecision,
  type ApprovalMode,
  type Approvals,
} from '../approvals/approvals.ts';
import { changedMessage, refusalMessage } from '../approvals/refusal-message.ts';
import type {
  CallOrder,
  CallPaths,
  Risk,
  Tool,
  ToolContext,
  ToolImage,
  ToolResult,
} from '../tool.ts';
import { toolError } from '../tool.ts';
import { callToolName, unwrapCall } from '../tools/on-demand/on-demand-tools.ts';

export interface ToolCaller {
  /** By the names under which the model may call them. */
  tools: ReadonlyMap<string, Tool>;
  /** What `call_tool` runs beside them. */
  onDemand?: ReadonlyMap<string, Tool>;
  approvals: Approvals;
  /** See `AgentRequest.approvals`. */
  approvalsAtMost?: ApprovalMode;
  /** What all calls have in common. */
  context: Omit<ToolContext, 'allowed' | 'paths' | 'order'>;
  /** Makes what follows the paths of one call of a conversation. */
  callPaths: (conversationId: string) => CallPaths;
  client: string;
  /** The first words of what the person asked. */
  asked: string;
  /** Takes the keys of this program out of what a tool answers: the model needs none of them. */
  redactKeys: (text: string) => string;
  emit: (event: RunEventPayload) => void;
}

/** Calls of one reply that run at once; a model that goes astray may ask for thousands. */
const mostAtOnce = 16;
/** Calls after which the rest of the host has its turn: some tools answer without waiting for anything. */
const callsPerTurn = 20;

/** The tool as the model is told of it. */
export function describeTool(tool: Tool): FunctionTool {
  // A model that is told a bound has no use for it before it goes past it, and then is told it.
  const { $schema: _, ...parameters } =
    tool.jsonSchema ??
    z.toJSONSchema(tool.parameters, {
      io: 'input',
      override: ({ jsonSchema }) => {
        delete jsonSchema.minLength;
        delete jsonSchema.maxLength;
        delete jsonSchema.minItems;
        delete jsonSchema.minimum;
        delete jsonSchema.maximum;
      },
    });
  return {
    type: 'function',
    function: { name: tool.name, description: tool.description, parameters },
  };
}

/**
 * Runs the calls of one reply in parallel, 16 at once. Gives the messages that answer them, in call order, then
 * the images they brought, which only a user message can carry.
 * @throws the signal's reason when the run ends meanwhile
 */
export async function callTools(calls: FunctionCall[], caller: ToolCaller): Promise<ChatMessage[]> {
  const reply = {};
  const results = await inLanes(calls, (call, index) => callTool(call, { reply, index }, caller));
  caller.context.signal.throwIfAborted();
  const answers: ChatMessage[] = calls.map((call, index) => ({
    role: 'tool',
    tool_call_id: call.id,
    content: results[index]!.output,
  }));
  const images = calls.flatMap((call, index) =>
    (results[index]!.images ?? []).map((image) => ({ call, image })),
  );
  return images.length > 0 ? [...answers, imageMessage(images)] : answers;
}

/** Works through the items in order, so many at once. Gives the results in the order of the items. */
async function inLanes<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const rest = items.entries();
  // All lanes draw from the same iterator.
  const lane = async (): Promise<void> => {
    for (const [index, item] of rest) {
      results[index] = await work(item, index);
      if (index % callsPerTurn === callsPerTurn - 1) await nextTurn();
    }
  };
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, items.length) }, lane));
  return results;
}

function imageMessage(images: { call: FunctionCall; image: ToolImage }[]): ChatMessage {
  return {
    role: 'user',
    content: [
      { type: 'text', text: `Images from: ${images.map(({ call }) => call.name).join(', ')}` },
      ...images.map(({ image }) => ({ type: 'image_url' as const, image_url: { url: image.url } })),
    ],
  };
}

/** The tool that a call means, and the call as that tool is to see it. */
function meantBy(
  call: FunctionCall,
  { tools, onDemand }: ToolCaller,
): { tool: Tool | undefined; call: FunctionCall } {
  const tool = tools.get(call.name);
  const inner = tool?.name === callToolName ? unwrapCall(call.arguments) : undefined;
  const meant = inner && (onDemand?.get(inner.name) ?? tools.get(inner.name));
  // One that wraps itself is answered by its own execute.
  if (!inner || !meant || meant === tool) return { tool, call };
  return { tool: meant, call: { ...call, ...inner } };
}

/** What a call gave, and why it ran without a question, where it did. */
type CallResult = ToolResult & { unasked?: UnaskedBecause };

async function callTool(
  asked: FunctionCall,
  order: CallOrder,
  caller: ToolCaller,
): Promise<ToolResult> {
  const { emit } = caller;
  caller.context.signal.throwIfAborted();
  const { tool, call } = meantBy(asked, caller);
  const args = tool ? parseArguments(tool, call.arguments) : undefined;
  emit({
    type: 'tool.started',
    callId: call.id,
    name: tool?.name ?? call.name,
    arguments: call.arguments,
    summary: tool && args?.success ? tool.summarize(args.data) : '',
  });
  const startedAt = performance.now();
  let result: CallResult;
  if (!tool) {
    result = toolError(
      `There is no tool named "${call.name}". Available: ${[...caller.tools.keys()].join(', ') || 'none'}.`,
    );
  } else if (!args!.success) result = toolError(args!.message);
  else result = await approveAndExecute(tool, args!.data, { call, order }, caller);
  result = { ...result, output: caller.redactKeys(result.output) };
  emit({
    type: 'tool.finished',
    callId: call.id,
    name: tool?.name ?? call.name,
    output: result.output,
    error: result.error ?? false,
    ...(result.error ? { failure: result.failure ?? 'failed' } : {}),
    ...(result.unasked ? { unasked: result.unasked } : {}),
    ...(result.exitCode === undefined ? {} : { exitCode: result.exitCode }),
    ms: Math.round(performance.now() - startedAt),
  });
  return result;
}

type ParsedArguments = { success: true; data: unknown } | { success: false; message: string };

function parseArguments(tool: Tool, text: string): ParsedArguments {
  let json: unknown;
  try {
    json = text.trim() === '' ? {} : JSON.parse(text);
  } catch (error) {
    const glued = gluedObjects(text);
    return {
      success: false,
      message:
        glued > 1
          ? `The arguments of ${tool.name} hold ${glued} JSON objects, and nothing was run. Make a call of its own for each.`
          : `The arguments of ${tool.name} are not valid JSON (${(error as Error).message}), and nothing was run. Call it again with one JSON object.`,
    };
  }
  const parsed = tool.parameters.safeParse(json);
  if (parsed.success) return { success: true, data: parsed.data };
  return {
    success: false,
    message: `The arguments of ${tool.name} do not fit: ${z.prettifyError(parsed.error)}`,
  };
}

async function approveAndExecute(
  tool: Tool,
  args: unknown,
  { call, order }: { call: FunctionCall; order: CallOrder },
  caller: ToolCaller,
): Promise<CallResult> {
  const { signal } = caller.context;
  try {
    const judging = {
      ...caller.context,
      order,
      paths: caller.callPaths(caller.context.conversationId),
      allowed: new Set<string>(),
    };
    const risks = await risksOf(tool, args, judging);
    const context = { ...judging, allowed: new Set(risks.map(({ rule }) => rule)) };
    if (risks.length > 0) {
      const { decision, asked } = await decide(tool, args, risks, call, caller, judging);
      if (decision.answer === 'deny') return refused(refusalMessage(risks, decision));
      // While a person thought about it, a link or a script may have become another.
      const now = asked ? await risksOf(tool, args, judging) : [];
      const fresh = now.filter(({ rule }) => !context.allowed.has(rule));
      if (fresh.length > 0) return refused(changedMessage(fresh));
    }
    const result = await tool.execute(args, context);
    if (risks.length > 0) return result;
    return { ...result, unasked: result.confined ? 'wall' : 'harmless' };
  } catch (error) {
    signal.throwIfAborted();
    return toolError(
      `${tool.name} failed: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

const refused = (message: string): ToolResult => toolError(message, 'refused');

async function risksOf(tool: Tool, args: unknown, context: ToolContext): Promise<Risk[]> {
  return (await tool.assess?.(args, context)) ?? [];
}

/** Gets a decision and tells of it. `asked`: a person had to be waited for. */
async function decide(
  tool: Tool,
  args: unknown,
  risks: Risk[],
  call: FunctionCall,
  { approvals, approvalsAtMost, client, asked: request, emit }: ToolCaller,
  context: ToolContext,
): Promise<{ decision: ApprovalDecision; asked: boolean }> {
  const action = tool.describeAction?.(args) ?? tool.summarize(args);
  const folder = tool.folderOf?.(args, context) ?? context.workspace;
  let asked: string | undefined;
  const decision = await approvals.decide(
    {
      runId: context.runId,
      conversationId: context.conversationId,
      client,
      asked: request,
      callId: call.id,
      tool: tool.name,
      action,
      folder,
      risks,
      ...(approvalsAtMost === undefined ? {} : { atMost: approvalsAtMost }),
    },
    {
      signal: context.signal,
      onAsk: ({ id }) => {
        asked = id;
        emit({
          type: 'approval.requested',
          approvalId: id,
          callId: call.id,
          tool: tool.name,
          action,
          folder,
          reasons: risks.map((risk) => risk.reason),
        });
      },
    },
  );
  emit({
    type: 'approval.resolved',
    approvalId: asked ?? '',
    callId: call.id,
    answer: decision.answer,
    source: decision.source,
    ...(decision.source === 'saved' ? { covered: coverage(risks) } : {}),
    ...(decision.reason ? { reason: decision.reason } : {}),
    ...(decision.by === undefined ? {} : { by: decision.by }),
  });
  return { decision, asked: asked !== undefined };
}
