/** A 1 × 1 PNG, as ChatBox's Check sends one. */
export const picture =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

/** What the test asks; short, since a model answers it. */
export const questions = {
  plain: 'Hi. Answer with one short sentence and use no tools.',
  stream: 'Count from one to five in words and use no tools.',
  tool: 'What is the weather in Berlin? Call get_weather if you have it.',
  image: 'Name the main colour of this picture in one word and use no tools.',
} as const;

const parameters = {
  type: 'object',
  properties: { city: { type: 'string', description: 'The name of a city' } },
  required: ['city'],
} as const;

const description = 'The weather in a city';

/** A function that this client would run itself, as each API declares it. */
export const weatherTool = {
  name: 'get_weather',
  chat: { type: 'function', function: { name: 'get_weather', description, parameters } },
  responses: { type: 'function', name: 'get_weather', description, parameters },
} as const;
