import { createHash } from 'node:crypto';
import { z } from 'zod';
import { textOf } from '../../model/conversation/measure.ts';
import type { ChatMessage, FunctionTool } from '../../model/model.ts';
import type { KeptTexts } from '../../store/kept-texts.ts';
import type { AgentRequest } from '../agent.ts';
import { keptSummary, type KeptSummary } from './kept-summaries.ts';

/** What of the tools a conversation began with: a service has read it in front of everything else. */
export interface ToolsAtStart {
  /** The groups that are found on demand, as the model is told. */
  index: string;
  /** Definitions of MCP servers' tools that are offered in every request. */
  mcp: FunctionTool[];
  /** False while servers were starting: then it is looked at anew. */
  complete: boolean;
}

/** What a conversation began with, and keeps to its end. */
export interface ConversationStart {
  /** Environment, date, memory, skills and notes, as they go to the model. */
  context: string;
  /** The client's own layer. */
  layer: string;
  tools: ToolsAtStart;
}

/** A conversation as it was before this request. */
export interface KnownConversation {
  start: ConversationStart;
  /** The latest last. */
  summaries: readonly KeptSummary[];
  keepSummary: (summary: KeptSummary) => void;
}

/** What is made where a conversation begins. */
export interface NewStart {
  context: () => Promise<string>;
  tools: () => ToolsAtStart;
}

/** Summaries kept of a conversation; an edited history may fit an earlier one. */
const mostSummaries = 3;

const toolsAtStart = z.object({
  index: z.string(),
  mcp: z.array(z.custom<FunctionTool>((value) => typeof value === 'object')),
  complete: z.boolean(),
});

/** Long texts, which many conversations share, stand apart: here are the keys by which they are kept. */
const record = z.object({
  id: z.string(),
  context: z.string(),
  layer: z.string(),
  tools: z.string(),
  summaries: z.array(keptSummary),
});
type Record = z.output<typeof record>;

/**
 * Returns a function that gives a request's conversation: what was made at its first turn, or what is
 * made now where that turn is this one, or is not known any more. A model service has read these
 * texts; with others it would have to read all of the conversation anew. `byWords`: nobody else has
 * looked which conversation a request belongs to that names none.
 * @param parts.warn told when what is kept cannot be read; the conversation then begins anew
 */
export function createConversations({
  kept,
  warn,
}: {
  kept: Pick<KeptTexts, 'get' | 'set'>;
  warn: (message: string, error: unknown) => void;
}): (request: AgentRequest, byWords: boolean, make: NewStart) => Promise<KnownConversation> {
  const save = (owner: string, made: Record): void =>
    kept.set(owner, `conversation:${made.id}`, JSON.stringify(made));

  const keepText = (owner: string, text: string): string => {
    const key = `text:${digest(text)}`;
    kept.set(owner, key, text);
    return key;
  };

  const read = async (owner: string, id: string): Promise<Record | undefined> => {
    const text = await kept.get(owner, `conversation:${id}`);
    return text === undefined ? undefined : record.safeParse(JSON.parse(text)).data;
  };

  /** What is kept of the conversation; undefined where that is nothing, or not whole. */
  const find = async (
    owner: string,
    request: AgentRequest,
    byWords: boolean,
  ): Promise<{ known: Record; start: ConversationStart } | undefined> => {
    let known = await read(owner, request.conversationId);
    if (!known && byWords) {
      const answered = request.messages.findLastIndex(({ role }) => role === 'assistant');
      const id = await kept.get(
        owner,
        wordsKey(request.client, request.messages.slice(0, answered)),
      );
      known = id === undefined ? undefined : await read(owner, id);
    }
    if (!known) return undefined;
    const keys = [known.context, known.layer, known.tools];
    const [context, layer, tools] = await Promise.all(keys.map((key) => kept.get(owner, key)));
    if (context === undefined || layer === undefined || tools === undefined) return undefined;
    const parsed = toolsAtStart.safeParse(JSON.parse(tools));
    return parsed.success ? { known, start: { context, layer, tools: parsed.data } } : undefined;
  };

  return async (request, byWords, make) => {
    const owner = request.owner ?? '';
    const goesOn = request.messages.some(({ role }) => role === 'assistant');
    const found = goesOn
      ? await find(owner, request, byWords).catch((error: unknown) => {
          warn('What the conversation began with could not be read; it is made anew', error);
          return undefined;
        })
      : undefined;
    let { known, start } = found ?? {};
    if (!known || !start) {
      const tools = make.tools();
      start = { context: await make.context(), layer: request.instructions ?? '', tools };
      known = {
        id: request.conversationId,
        context: keepText(owner, start.context),
        layer: keepText(owner, start.layer),
        tools: keepText(owner, JSON.stringify(tools)),
        summaries: [],
      };
      save(owner, known);
    } else if (!start.tools.complete) {
      const tools = make.tools();
      start = { ...start, tools };
      known = { ...known, tools: keepText(owner, JSON.stringify(tools)) };
      save(owner, known);
    }
    if (byWords && (!found || known.id !== request.conversationId)) {
      kept.set(owner, wordsKey(request.client, request.messages), known.id);
    }
    let conversation = known;
    return {
      start,
      summaries: known.summaries,
      keepSummary(summary) {
        const summaries = [...conversation.summaries, summary].slice(-mostSummaries);
        conversation = { ...conversation, summaries };
        save(owner, conversation);
      },
    };
  };
}

/**
 * A client of a stateless API names no conversation, but sends all that was said, each time: what the
 * person said up to an answer tells the conversation in the request after it.
 */
function wordsKey(client: string, messages: readonly ChatMessage[]): string {
  const said = messages.filter(({ role }) => role === 'user').map(textOf);
  return `words:${digest(JSON.stringify([client, ...said]))}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
