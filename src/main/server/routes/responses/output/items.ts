import type OpenAI from 'openai';
import { withoutToolLines } from '../../../../../shared/tools/tool-lines.ts';
import { customArguments, joinedName } from '../../../requests/client-tools.ts';
import type { ChatMessage } from '../../../../model/model.ts';
import type { InputItem } from '../../../../store/response-store.ts';

type UserMessage = Extract<ChatMessage, { role: 'user' }>;
type UserPart = Exclude<UserMessage['content'], string>[number];
type FunctionCallMessage = OpenAI.ChatCompletionMessageFunctionToolCall;
type Content = string | readonly { type: string }[];

/** What items say: to the model's instructions, and to the conversation. */
export interface ItemsAsMessages {
  /** Texts of system and developer messages, in order. */
  instructions: string[];
  messages: ChatMessage[];
}

/**
 * Items in the form in which the model gets them. Function calls join the assistant's message before
 * them; images in tool outputs follow as a user message, which alone can carry them; reasoning has
 * no place in chat completions and is left out.
 */
export function itemsToMessages(items: readonly InputItem[]): ItemsAsMessages {
  const instructions: string[] = [];
  const messages: ChatMessage[] = [];
  let toolImages: UserPart[] = [];

  const addToolImages = (): void => {
    if (toolImages.length === 0) return;
    const text = 'Images from the tool outputs above:';
    messages.push({ role: 'user', content: [{ type: 'text', text }, ...toolImages] });
    toolImages = [];
  };

  for (const item of items) {
    if (item.type === 'function_call_output' || item.type === 'custom_tool_call_output') {
      const { text, images } = split(item.output);
      messages.push({ role: 'tool', tool_call_id: item.call_id, content: text });
      toolImages.push(...images);
      continue;
    }
    addToolImages();
    const call = callOf(item);
    if (call) {
      const last = messages.at(-1);
      if (last?.role === 'assistant') {
        messages[messages.length - 1] = {
          ...last,
          content: last.content === '' ? null : last.content,
          tool_calls: [...(last.tool_calls ?? []), call],
        };
      } else messages.push({ role: 'assistant', content: null, tool_calls: [call] });
      // A call of ours that was told as an MCP server's holds its end.
      if (item.type === 'mcp_call') {
        const content = item.output ?? item.error ?? '';
        messages.push({ role: 'tool', tool_call_id: call.id, content });
      }
    } else if ('role' in item && 'content' in item) {
      const { text, images } = split(item.content as Content);
      if (item.role === 'assistant') {
        const said = withoutToolLines(text);
        // An answer that was stopped before its first word; services refuse such messages.
        if (said.trim() !== '') messages.push({ role: 'assistant', content: said });
      } else if (item.role !== 'user') instructions.push(text);
      else if (images.length === 0) messages.push({ role: 'user', content: text });
      else messages.push({ role: 'user', content: inOrder(item.content as Content) });
    }
  }
  addToolImages();
  return { instructions, messages };
}

/** The call that an item is, as the model made it. */
function callOf(item: InputItem): FunctionCallMessage | undefined {
  const call = (id: string, name: string, args: string): FunctionCallMessage => ({
    id,
    type: 'function',
    function: { name, arguments: args },
  });
  if (item.type === 'function_call') {
    return call(item.call_id, joinedName(item.namespace, item.name), item.arguments);
  }
  if (item.type === 'custom_tool_call') {
    const name = joinedName(item.namespace, item.name);
    return call(item.call_id, name, customArguments(item.input));
  }
  if (item.type === 'mcp_call') return call(item.id, item.name, item.arguments);
  return undefined;
}

interface AnyPart {
  type: string;
  text?: string;
  refusal?: string;
  image_url?: string | null;
  detail?: 'auto' | 'low' | 'high' | null;
}

/** Text alone goes to the upstream as a string, which every service takes. */
function split(content: Content): { text: string; images: UserPart[] } {
  const parts = inOrder(content);
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return { text: texts.join('\n'), images: parts.filter(({ type }) => type === 'image_url') };
}

function inOrder(content: Content): UserPart[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return (content as readonly AnyPart[]).flatMap((part): UserPart[] => {
    if (part.type === 'input_image' && part.image_url) {
      const { image_url: url, detail } = part;
      return [{ type: 'image_url', image_url: { url, ...(detail ? { detail } : {}) } }];
    }
    const text = part.text ?? part.refusal;
    return text === undefined ? [] : [{ type: 'text', text }];
  });
}
