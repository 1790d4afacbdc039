import { z } from 'zod';
import { taskInputSchema, taskPatchSchema } from '../../../shared/tasks.ts';
import { approvalDecision } from '../routes/approvals/route.ts';
import { chatMessage } from '../routes/chat-completions/messages.ts';
import { chatBody } from '../routes/chat-completions/request.ts';
import { completionsBody } from '../routes/completions/request.ts';
import {
  conversationUpdateBody,
  newConversationBody,
  newItemsBody,
} from '../routes/conversations/request.ts';
import { embeddingsBody } from '../routes/embeddings.ts';
import { foreignItem, inputMessage, otherInputItem } from '../routes/responses/request/input.ts';
import { responseRequestBody } from '../routes/responses/request/request.ts';
import {
  namespaceTool,
  responseFunctionTool,
  responseToolChoice,
} from '../routes/responses/request/tools.ts';
import { customTool } from '../requests/client-tools.ts';
import { chatCustomTool, functionTool } from '../requests/schemas/function-tool.ts';
import { ownServerLabel } from '../routes/responses/output/output-items.ts';

/**
 * What requests are checked with, by the name the document gives it. The routes check long lists item
 * by item, so that an error names its place; here the items stand where they belong.
 */
export function requestSchemas(): Record<string, z.ZodType> {
  const item = z.union([z.string(), inputMessage, otherInputItem, ...itemsOfOthers()]);
  const toolOfNamespace = z.union([
    responseFunctionTool,
    customTool,
    otherTool(['function', 'custom']),
  ]);
  return {
    ChatCompletionRequest: chatBody
      .extend({
        messages: z.array(chatMessage).min(1).meta({ contains: userMessage }),
        tools: z
          .array(z.union([functionTool, chatCustomTool, otherTool(['function', 'custom'])]))
          .nullish(),
      })
      .meta({ allOf: [choiceAmongTools] }),
    CompletionRequest: completionsBody,
    EmbeddingsRequest: embeddingsBody,
    ChatMessage: chatMessage,
    FunctionTool: functionTool,
    ResponseRequest: responseRequestBody
      .extend({
        input: z.union([
          z.string().meta(someText),
          z.array(item).min(1).meta({ contains: asksSomething }),
        ]),
        tools: z
          .array(
            z.union([
              responseFunctionTool,
              customTool,
              namespaceTool.extend({ tools: z.array(toolOfNamespace) }),
              otherTool(['function', 'custom', 'namespace']),
            ]),
          )
          .nullish(),
        tool_choice: responseToolChoice.nullish(),
      })
      .meta({ allOf: [notBoth, notInBackground, choiceAmongTools] }),
    NewConversation: newConversationBody.extend({ items: z.array(item).max(20).nullish() }),
    ConversationUpdate: conversationUpdateBody,
    NewItems: newItemsBody.extend({ items: z.array(item).min(1).max(20) }),
    InputMessage: inputMessage,
    InputItem: otherInputItem,
    ResponseFunctionTool: responseFunctionTool,
    ApprovalDecision: approvalDecision,
    TaskInput: taskInputSchema,
    TaskPatch: taskPatchSchema,
  };
}

/** Types that have no form of their own here. */
function otherTool(own: readonly string[]): z.ZodType {
  return z
    .looseObject({ type: z.string().meta({ not: { enum: own } }) })
    .describe('Tools of other types belong to other services and are ignored.');
}

/** What a history may hold that another service wrote for itself. */
function itemsOfOthers(): z.ZodType[] {
  const notOurs = z
    .unknown()
    .optional()
    .meta({ not: { const: ownServerLabel } });
  const ignored = 'Items of tools that only another service has are left out.';
  return [
    z.looseObject({ type: z.string().regex(foreignItem) }).describe(ignored),
    z.looseObject({ type: z.literal('mcp_call'), server_label: notOurs }).describe(ignored),
  ];
}

const someText = { type: 'string', pattern: '\\S' };
const ofUser = { role: { const: 'user' } };

const userMessage = { type: 'object', properties: ofUser, required: ['role'] };

/** What an input must hold once: a person's words or picture, or the output of a tool. */
const asksSomething = {
  anyOf: [
    someText,
    {
      type: 'object',
      properties: { type: { enum: ['function_call_output', 'custom_tool_call_output'] } },
      required: ['type'],
    },
    {
      type: 'object',
      properties: {
        type: { const: 'message' },
        ...ofUser,
        content: {
          anyOf: [
            someText,
            {
              type: 'array',
              contains: {
                anyOf: [
                  {
                    type: 'object',
                    properties: { type: { enum: ['input_image', 'input_file'] } },
                    required: ['type'],
                  },
                  { type: 'object', properties: { text: someText }, required: ['text'] },
                ],
              },
            },
          ],
        },
      },
      required: ['role', 'content'],
    },
  ],
};

const notBoth = {
  not: {
    type: 'object',
    properties: {
      conversation: { not: { type: 'null' } },
      previous_response_id: { type: 'string', minLength: 1 },
    },
    required: ['conversation', 'previous_response_id'],
  },
};

/** Who demands a call must declare what can be called. */
const choiceAmongTools = {
  anyOf: [
    {
      not: {
        type: 'object',
        properties: {
          tool_choice: {
            anyOf: [
              { const: 'required' },
              {
                type: 'object',
                properties: { type: { enum: ['function', 'custom', 'allowed_tools'] } },
                required: ['type'],
              },
            ],
          },
        },
        required: ['tool_choice'],
      },
    },
    {
      type: 'object',
      properties: {
        tools: {
          type: 'array',
          contains: {
            type: 'object',
            properties: { type: { enum: ['function', 'custom', 'namespace'] } },
            required: ['type'],
          },
        },
      },
      required: ['tools'],
    },
  ],
};

const notInBackground = {
  not: {
    type: 'object',
    properties: { background: { const: true }, store: { const: false } },
    required: ['background', 'store'],
  },
};
