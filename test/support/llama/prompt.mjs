/**
 * Prompts in the form for which Gemma 3 was trained: turns of `user` and `model`, the system's words at
 * the head of the first (ai.google.dev/gemma/docs/core/prompt-structure). It knows no tools, so these
 * stand behind the system's words, in front of all else, as the templates of most models have them.
 */

/**
 * The prompt of a conversation.
 * @throws for two turns of one role in a row, in the words of the model's own template
 */
export function promptOf(messages, tools = []) {
  const [first, ...others] = messages;
  const isSystem = first?.role === 'system' || first?.role === 'developer';
  const head = [isSystem ? textOf(first.content) : '', toolText(tools)].filter(Boolean);
  const turns = [];
  for (const message of isSystem ? others : messages) {
    const previous = turns.at(-1);
    const next = turnOf(message);
    // Outputs of calls made at once are one turn.
    if (next.output && previous?.output) previous.text += `\n${next.text}`;
    else if (next.role === previous?.role || (turns.length === 0 && next.role === 'model')) {
      throw new Error('Conversation roles must alternate user/assistant/user/assistant/...');
    } else turns.push(next);
  }
  if (turns.length > 0) turns[0].text = [...head, turns[0].text].join('\n\n');
  const all = turns.map(({ role, text }) => `<start_of_turn>${role}\n${text}<end_of_turn>\n`);
  return `<bos>${all.join('')}<start_of_turn>model\n`;
}

/** Calls as the model would have written them. */
export function spokenCalls(calls) {
  return calls
    .map(
      ({ name, arguments: args }) =>
        `<tool_call>${JSON.stringify({ name, arguments: args })}</tool_call>`,
    )
    .join('\n');
}

function turnOf(message) {
  const content = textOf(message.content);
  if (message.role === 'tool') {
    return { role: 'user', text: `<tool_response>${content}</tool_response>`, output: true };
  }
  if (message.role !== 'assistant') return { role: 'user', text: content };
  const calls = (message.tool_calls ?? []).map(({ function: { name, arguments: text } }) => ({
    name,
    arguments: JSON.parse(text),
  }));
  return { role: 'model', text: [content, spokenCalls(calls)].filter(Boolean).join('\n') };
}

function toolText(tools) {
  if (tools.length === 0) return '';
  const list = tools.map((tool) => JSON.stringify(tool.function)).join('\n');
  return `Tools you may call, by <tool_call>{"name": …, "arguments": …}</tool_call>:\n${list}`;
}

function textOf(content) {
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => (part.type === 'text' ? part.text : '[picture]')).join('');
}
