import type { ChatMessage, Model, ModelRequest } from '../../model/model.ts';
import { withCallsAsText } from './calls-as-text.ts';
import { UpstreamError } from '../../model/upstream/errors/upstream-error.ts';

/** How a run goes on with a model that cannot do all that an agent's can. */
export interface Fallbacks {
  /** What is to be answered. A picture in it cannot be left out. */
  asked: readonly ChatMessage[];
  /** The system prompt for a model that is offered no tools; undefined where it must be offered some. */
  promptWithoutTools: (() => string) | undefined;
  warn: (message: string, error: unknown) => void;
}

const unseen =
  '[A picture, which you cannot see: this model reads none. Say so where it matters, and that another model can be chosen in Hermes Tray under Settings › Model.]';

/**
 * A model for one run with fallbacks for what its service refuses. Where its service takes no tools (many small models know
 * none, and some services take none beside a `response_format`), the call is made again without
 * them, under a prompt that says so, and with calls of earlier turns in words. Where it takes no pictures, those that tools brought, and those
 * further back, become a line that says so. An answer in words is worth more than an error, but what
 * the client just asked for is never left out behind its back. Nothing is remembered beyond the run,
 * for the service may be set up better meanwhile.
 */
export function withFallbacks(model: Model, { asked, promptWithoutTools, warn }: Fallbacks): Model {
  let tools = true;
  let pictures = true;
  const withinMeans = (request: ModelRequest): ModelRequest => {
    let { messages } = request;
    if (!pictures) messages = messages.map(withoutPictures);
    if (tools) return { ...request, messages };
    const system = { role: 'system' as const, content: promptWithoutTools!() };
    // The first message is the core; what else the service is told stays.
    const rest = withCallsAsText(messages.slice(1));
    return { messages: [system, ...rest], tools: [], parameters: request.parameters };
  };
  return {
    name: model.name,
    get contextWindow() {
      return model.contextWindow;
    },
    async complete(request, options) {
      for (;;) {
        try {
          return await model.complete(tools && pictures ? request : withinMeans(request), options);
        } catch (error) {
          const kind = error instanceof UpstreamError ? error.kind : undefined;
          const why = (error as Error).message;
          if (kind === 'no_tools' && tools && promptWithoutTools) {
            tools = false;
            options.onNotice?.({ text: `Answering without tools: ${why}`, shown: true });
          } else if (kind === 'no_pictures' && pictures && !asked.some(hasPicture)) {
            pictures = false;
            options.onNotice?.({ text: `Pictures are left out: ${why}`, shown: false });
          } else throw error;
          warn(`${model.name} is asked again without what its service refused`, error);
        }
      }
    },
  };
}

/** What stands after the last answer. */
export function lastAsked(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  return messages.slice(messages.findLastIndex(({ role }) => role === 'assistant') + 1);
}

function hasPicture({ content }: ChatMessage): boolean {
  return Array.isArray(content) && content.some(({ type }) => type === 'image_url');
}

function withoutPictures(message: ChatMessage): ChatMessage {
  if (message.role !== 'user' || !Array.isArray(message.content)) return message;
  const texts = message.content.map((part) => (part.type === 'text' ? part.text : unseen));
  return { ...message, content: texts.join('\n') };
}
