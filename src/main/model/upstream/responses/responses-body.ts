import type OpenAI from 'openai';
import type { FunctionTool, ModelParameters, ModelRequest, ToolChoice } from '../../model.ts';
import { inputItems } from './input-items.ts';
import { reasons } from './reasoning-models.ts';

type Body = OpenAI.Responses.ResponseCreateParamsStreaming;
/** A function as this API takes it. */
export type ResponsesTool = OpenAI.Responses.FunctionTool;

/** Fewer are refused, in tokens. */
const leastOutput = 16;

/** Parameters of chat completions that the Responses API does not have. */
const chatOnly = [
  'stop',
  'seed',
  'presence_penalty',
  'frequency_penalty',
  'logit_bias',
] as const satisfies (keyof ModelParameters)[];

/** What of a request cannot be said in the Responses API, by name. */
export function unsayable({ parameters }: ModelRequest): string[] {
  return chatOnly.filter((name) => {
    const value = parameters[name];
    return value !== undefined && value !== null;
  });
}

/**
 * The body of a request to the Responses API. Nothing is stored there: what the model thought comes
 * back encrypted, and goes to it again with the conversation.
 * @param options.self names this service and model in what they sent to be sent back
 * @param options.toolOf gives the same object for the same tool
 */
export function responsesBody(
  request: ModelRequest,
  {
    model,
    self,
    toolOf,
  }: { model: string; self: string; toolOf: (tool: FunctionTool) => ResponsesTool },
): Body {
  const { tools, toolChoice, parameters } = request;
  const { temperature, top_p: topP, parallel_tool_calls: parallel } = parameters;
  const length = parameters.max_completion_tokens ?? parameters.max_tokens;
  return {
    model,
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(typeof length === 'number' ? { max_output_tokens: Math.max(length, leastOutput) } : {}),
    ...thinking(model, parameters),
    ...form(parameters),
    store: false,
    input: inputItems(request.messages, self),
    ...(tools.length > 0
      ? {
          tools: tools.map(toolOf),
          ...(toolChoice ? { tool_choice: choiceOf(toolChoice) } : {}),
          ...(parallel === undefined ? {} : { parallel_tool_calls: parallel }),
        }
      : {}),
    stream: true,
  };
}

/** A function in the form of this API; where strictness is not spoken of, it would be taken as wanted. */
export function responsesTool({ function: tool }: FunctionTool): ResponsesTool {
  const { name, description, parameters, strict } = tool;
  return {
    type: 'function',
    name,
    ...(description === undefined ? {} : { description }),
    parameters: parameters ?? { type: 'object', properties: {} },
    strict: strict ?? false,
  };
}

function thinking(
  model: string,
  { reasoning_effort: effort }: ModelParameters,
): Pick<Body, 'reasoning' | 'include'> {
  const mayReason = reasons(model);
  const reasoning = {
    ...(effort ? { effort } : {}),
    ...(mayReason ? { summary: 'auto' as const } : {}),
  };
  return {
    ...(Object.keys(reasoning).length > 0 ? { reasoning } : {}),
    ...(mayReason === false ? {} : { include: ['reasoning.encrypted_content'] }),
  };
}

function form({ response_format: format, verbosity }: ModelParameters): Pick<Body, 'text'> {
  const text: Body['text'] = {
    ...(format ? { format: formatOf(format) } : {}),
    ...(verbosity ? { verbosity } : {}),
  };
  return Object.keys(text).length > 0 ? { text } : {};
}

function formatOf(
  format: NonNullable<ModelParameters['response_format']>,
): OpenAI.Responses.ResponseFormatTextConfig {
  if (format.type !== 'json_schema') return format;
  const { schema = {}, ...named } = format.json_schema;
  return { type: 'json_schema', ...named, schema };
}

function choiceOf(choice: ToolChoice): NonNullable<Body['tool_choice']> {
  if (typeof choice === 'string') return choice;
  switch (choice.type) {
    case 'function':
      return { type: 'function', name: choice.function.name };
    case 'custom':
      return { type: 'custom', name: choice.custom.name };
    case 'allowed_tools': {
      const { mode, tools } = choice.allowed_tools;
      return {
        type: 'allowed_tools',
        mode,
        tools: tools.map((tool) => {
          const { function: named } = tool as { function?: { name?: string } };
          return named ? { type: 'function', name: named.name } : tool;
        }),
      };
    }
  }
}
