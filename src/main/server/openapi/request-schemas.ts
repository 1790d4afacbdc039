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
import { inputMessage, otherInputItem } from '../routes/responses/request/input.ts';
import { responseRequestBody } from '../routes/responses/request/request.ts';
import {
  namespaceTool,
  responseFunctionTool,
  responseToolChoice,
} from '../routes/responses/request/tools.ts';
import { customTool } from '../requests/client-tools.ts';
import { functionTool } from '../requests/schemas/function-tool.ts';

/**
 * What requests are checked with, by the name the document gives it. The routes check long lists item
 * by item, so that an error names its place; here the items stand where they belong.
 */
export function requestSchemas(): Record<string, z.ZodType> {
  const otherTool = z
    .looseObject({ type: z.string() })
    .describe('Tools of other types belong to other services and are ignored.');
  const item = z.union([z.string(), inputMessage, otherInputItem]);
  return {
    ChatCompletionRequest: chatBody.extend({
      messages: z.array(chatMessage).min(1),
      tools: z.array(z.union([functionTool, otherTool])).nullish(),
    }),
    CompletionRequest: completionsBody,
    EmbeddingsRequest: embeddingsBody,
    ChatMessage: chatMessage,
    FunctionTool: functionTool,
    ResponseRequest: responseRequestBody.extend({
      input: z.union([z.string(), z.array(item).min(1)]),
      tools: z
        .array(z.union([responseFunctionTool, customTool, namespaceTool, otherTool]))
        .nullish(),
      tool_choice: responseToolChoice.nullish(),
    }),
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
