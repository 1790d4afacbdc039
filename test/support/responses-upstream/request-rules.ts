import type OpenAI from 'openai';
import { z } from 'zod';
import { toolProblems } from '../tool-rules.ts';

/** An error as OpenAI answers it. */
export interface Refusal {
  status: number;
  message: string;
  param: string | null;
  code: string | null;
}

/** What the model behind the server can do. */
export interface ServedModel {
  reasons: boolean;
  /** Whether the organisation may see summaries of what it thought. */
  verified: boolean;
}

const inputText = z.strictObject({ type: z.literal('input_text'), text: z.string() });
const inputImage = z.strictObject({
  type: z.literal('input_image'),
  image_url: z.string().regex(/^(https?:\/\/|data:image\/)/),
  detail: z.enum(['low', 'high', 'auto', 'original']),
});
const inputFile = z.strictObject({
  type: z.literal('input_file'),
  file_data: z.string().optional(),
  filename: z.string().optional(),
  file_id: z.string().optional(),
});
const callId = z.string().min(1).max(64);
const text = z.string().min(1);
/** The forms of items that this server has a use for, by `ResponseInputItem` of the `openai` package. */
const items = [
  z.strictObject({
    type: z.literal('message').optional(),
    role: z.enum(['user', 'system', 'developer']),
    content: z.union([text, z.array(z.union([inputText, inputImage, inputFile])).min(1)]),
  }),
  z.strictObject({
    type: z.literal('message').optional(),
    role: z.literal('assistant'),
    content: text,
    phase: z.enum(['commentary', 'final_answer']).optional(),
  }),
  z.strictObject({
    type: z.literal('function_call'),
    call_id: callId,
    name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
    arguments: z.string(),
  }),
  z.strictObject({
    type: z.literal('function_call_output'),
    call_id: callId,
    output: z.string(),
  }),
  z.strictObject({
    type: z.literal('reasoning'),
    id: z.string().regex(/^rs_/),
    summary: z.array(z.strictObject({ type: z.literal('summary_text'), text: z.string() })),
    encrypted_content: z.string().optional(),
    content: z.array(z.unknown()).optional(),
  }),
] as const;

const tool = z.strictObject({
  type: z.literal('function'),
  name: z.string(),
  description: z.string().optional(),
  parameters: z.record(z.string(), z.unknown()).nullable(),
  strict: z.boolean().nullable(),
});
const format = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({
    type: z.literal('json_schema'),
    name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
    schema: z.record(z.string(), z.unknown()),
    description: z.string().optional(),
    strict: z.boolean().nullish(),
  }),
]);
/** Every parameter that is known; what stands here is checked, the others are refused. */
const body = z.strictObject({
  model: z.string().min(1),
  input: z.array(z.record(z.string(), z.unknown())).min(1),
  instructions: z.string().nullish(),
  stream: z.boolean().nullish(),
  store: z.boolean().nullish(),
  prompt_cache_key: z.string().nullish(),
  include: z.array(z.enum(['reasoning.encrypted_content'])).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  max_output_tokens: z.number().int().min(16).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  reasoning: z
    .strictObject({
      effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']).nullish(),
      summary: z.enum(['auto', 'concise', 'detailed']).nullish(),
    })
    .nullish(),
  text: z
    .strictObject({
      format: format.optional(),
      verbosity: z.enum(['low', 'medium', 'high']).nullish(),
    })
    .optional(),
  tools: z.array(tool).max(128).optional(),
  tool_choice: z
    .union([
      z.enum(['none', 'auto', 'required']),
      z.strictObject({ type: z.literal('function'), name: z.string() }),
      z.strictObject({
        type: z.literal('allowed_tools'),
        mode: z.enum(['auto', 'required']),
        tools: z.array(z.strictObject({ type: z.literal('function'), name: z.string() })),
      }),
    ])
    .optional(),
});
type RequestBody = z.output<typeof body>;

/**
 * Why OpenAI would refuse a request to `/v1/responses`, in its words; undefined where it would not.
 * By platform.openai.com/docs/api-reference/responses/create, the types of the `openai` package, and
 * refusals that people met: github.com/pydantic/pydantic-ai/issues/2865 ("Encrypted content is not
 * supported"), github.com/openai/openai-agents-js/issues/546 ("Items are not persisted"),
 * github.com/openai/openai-openapi/issues/541 (chat completions beside tools).
 * @param issued the encrypted contents that this server sent
 */
export function refusalOf(
  value: unknown,
  { reasons, verified }: ServedModel,
  issued: ReadonlySet<string>,
): Refusal | undefined {
  const parsed = body.safeParse(value);
  if (!parsed.success) return ofIssue(parsed.error.issues[0]!);
  const request = parsed.data;
  const { reasoning, include } = request;
  if (!reasons && reasoning?.effort) return unsupported('reasoning.effort');
  if (!reasons && reasoning?.summary) return unsupported('reasoning.summary');
  if (!reasons && include) {
    return bad('Encrypted content is not supported with this model.', 'include');
  }
  if (reasons && typeof request.temperature === 'number') return unsupported('temperature');
  if (reasons && typeof request.top_p === 'number') return unsupported('top_p');
  if (reasoning?.summary && !verified) {
    return bad(
      'Your organization must be verified to generate reasoning summaries. Please go to: https://platform.openai.com/settings/organization/general and click on Verify Organization.',
      'reasoning.summary',
      'unsupported_value',
    );
  }
  return ofTools(request) ?? ofItems(request.input, request.store !== false, issued);
}

function ofIssue(issue: z.core.$ZodIssue): Refusal {
  const at = issue.path.reduce<string>(
    (path, step) =>
      typeof step === 'number'
        ? `${path}[${step}]`
        : path
          ? `${path}.${String(step)}`
          : String(step),
    '',
  );
  if (issue.code === 'unrecognized_keys') {
    const name = [at, issue.keys[0]].filter(Boolean).join('.');
    return bad(`Unknown parameter: '${name}'.`, name, 'unknown_parameter');
  }
  if (issue.code === 'too_small' && at === 'max_output_tokens') {
    return bad(
      `Invalid '${at}': integer below minimum value. Expected a value >= 16, but got a smaller value instead.`,
      at,
      'integer_below_min_value',
    );
  }
  return bad(`Invalid value for '${at}': ${issue.message}`, at, 'invalid_value');
}

function ofTools({ tools = [], tool_choice: choice }: RequestBody): Refusal | undefined {
  const problems = toolProblems(
    tools.map(({ name, description, parameters, strict }) => ({
      type: 'function',
      function: {
        name,
        ...(description === undefined ? {} : { description }),
        ...(parameters === null ? {} : { parameters }),
        // Left out or null, it is taken as wanted.
        strict: strict ?? true,
      },
    })),
  );
  if (problems.length > 0) {
    return bad(`Invalid schema for function: ${problems[0]}`, 'tools[0].parameters');
  }
  if (choice && tools.length === 0) {
    return bad("Tool choice is only allowed when 'tools' are specified.", 'tool_choice');
  }
  return undefined;
}

function ofItems(
  input: readonly Record<string, unknown>[],
  stored: boolean,
  issued: ReadonlySet<string>,
): Refusal | undefined {
  for (const [index, item] of input.entries()) {
    const at = `input[${index}]`;
    const form = items.find(({ shape }) =>
      'role' in item
        ? 'role' in shape && shape.role.safeParse(item['role']).success
        : !('role' in shape) && shape.type.safeParse(item['type']).success,
    );
    if (!form) return bad(`Invalid value: '${String(item['type'] ?? item['role'])}'.`, at);
    const parsed = form.safeParse(item);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      return ofIssue({ ...issue, path: ['input', index, ...issue.path] });
    }
    if (item['type'] === 'reasoning') {
      const encrypted = item['encrypted_content'];
      if (encrypted === undefined && !stored) {
        return {
          status: 404,
          message: `Item with id '${String(item['id'])}' not found. Items are not persisted when \`store\` is set to false. Try again with \`store\` set to true, or remove this item from your input.`,
          param: 'input',
          code: null,
        };
      }
      if (typeof encrypted === 'string' && !issued.has(encrypted)) {
        return bad(
          `The encrypted content ${encrypted.slice(0, 8)}... could not be verified. Reason: Encrypted content could not be decrypted or parsed.`,
          null,
          'invalid_encrypted_content',
        );
      }
      const next = input[index + 1];
      const follows =
        next?.['role'] === 'assistant' ||
        next?.['type'] === 'function_call' ||
        next?.['type'] === 'reasoning';
      if (!follows) {
        return bad(
          `Item '${String(item['id'])}' of type 'reasoning' was provided without its required following item.`,
          'input',
        );
      }
    }
  }
  return ofCalls(input as unknown as OpenAI.Responses.ResponseInputItem[]);
}

function ofCalls(input: readonly OpenAI.Responses.ResponseInputItem[]): Refusal | undefined {
  const open = new Set<string>();
  for (const item of input) {
    if (item.type === 'function_call') open.add(item.call_id);
    if (item.type === 'function_call_output' && !open.delete(item.call_id)) {
      return bad(
        `No tool call found for function call output with call_id ${item.call_id}.`,
        'input',
      );
    }
  }
  const [left] = open;
  return left === undefined
    ? undefined
    : bad(`No tool output found for function call ${left}.`, 'input');
}

function unsupported(param: string): Refusal {
  return bad(
    `Unsupported parameter: '${param}' is not supported with this model.`,
    param,
    'unsupported_parameter',
  );
}

function bad(message: string, param: string | null, code: string | null = null): Refusal {
  return { status: 400, message, param, code };
}
