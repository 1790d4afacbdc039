import { isRecord } from '../../../../shared/is-record.ts';

/**
 * The fields by which two requests ask for the same. What tells how it is answered (a stream, its
 * options), what is the client's own (metadata, user, cache keys), and parameters of the model, which
 * some clients change when they repeat, are not among them.
 */
const asking = [
  'model',
  'messages',
  'input',
  'prompt',
  'system',
  'instructions',
  'conversation',
  'previous_response_id',
  'tools',
  'tool_choice',
  'response_format',
  'text',
  // Who wants nothing stored is not given what is stored.
  'store',
] as const;

/** What clients put at messages, items and parts for themselves, and new each time. */
const ownFields: ReadonlySet<string> = new Set([
  'id',
  'status',
  'metadata',
  'created_at',
  'timestamp',
  'annotations',
  'logprobs',
]);

/** Some clients tell the time of day in their system texts, to the minute or the second. */
const timeOfDay = /\b\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(\s?[ap]\.?m\b\.?)?/gi;

/** What a request asks for; equal, as JSON, for a request and its repetitions. */
export function askedContent(body: unknown): unknown {
  if (!isRecord(body)) return body;
  const fields = asking.flatMap((name) => {
    const value = body[name];
    if (value === undefined || value === null) return [];
    return [[name, contentOfField(name, value)]];
  });
  return Object.fromEntries(fields) as unknown;
}

function contentOfField(name: (typeof asking)[number], value: unknown): unknown {
  if (name === 'messages' || name === 'input') {
    return Array.isArray(value) ? value.map(contentOfItem) : value;
  }
  return name === 'instructions' || name === 'system' ? withoutTime(value) : value;
}

function contentOfItem(item: unknown): unknown {
  if (!isRecord(item)) return item;
  // A reference is nothing but its id.
  if (item['type'] === 'item_reference' || Object.keys(item).length === 1) return item;
  const { role, content } = item;
  const plain = withoutOwnFields(item);
  const parts = Array.isArray(content)
    ? content.map((part) => (isRecord(part) ? withoutOwnFields(part) : part))
    : content;
  const timeless = role === 'system' || role === 'developer' ? withoutTime(parts) : parts;
  return timeless === undefined ? plain : { ...plain, content: timeless };
}

function withoutOwnFields(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !ownFields.has(name)));
}

function withoutTime(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(timeOfDay, '');
  if (Array.isArray(value)) return value.map(withoutTime);
  if (!isRecord(value) || typeof value['text'] !== 'string') return value;
  return { ...value, text: withoutTime(value['text']) };
}
