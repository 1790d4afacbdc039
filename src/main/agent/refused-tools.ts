import type { Model } from '../model/model.ts';
import { UpstreamError } from '../model/upstream-error.ts';

/**
 * A model for one run. Where its service takes no tools (many small models know none, and some
 * services take none beside a `response_format`), the call is made again without them, under a
 * prompt that says so: an answer in words is worth more than an error. Nothing is remembered beyond
 * the run, for the service may be set up better meanwhile.
 * @param promptWithout the system prompt to use then
 */
export function withoutRefusedTools(
  model: Model,
  promptWithout: () => string,
  warn: (message: string, error: unknown) => void,
): Model {
  let refused = false;
  return {
    name: model.name,
    get contextWindow() {
      return model.contextWindow;
    },
    async complete(request, options) {
      if (!refused) {
        try {
          return await model.complete(request, options);
        } catch (error) {
          if (!(error instanceof UpstreamError) || error.kind !== 'no_tools') throw error;
          refused = true;
          warn(`${model.name} answers without tools: its service refused them`, error);
        }
      }
      const { messages, parameters } = request;
      const said = messages.filter(({ role }) => role !== 'system');
      const system = { role: 'system' as const, content: promptWithout() };
      return model.complete({ messages: [system, ...said], tools: [], parameters }, options);
    },
  };
}
