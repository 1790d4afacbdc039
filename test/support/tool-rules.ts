import type { FunctionTool } from '../../src/main/model/model.ts';

/**
 * What services refuse about tools, as a checker that knows nothing of how they are made to fit. Sources:
 * OpenAI: the API reference (`tools`, `FunctionDefinition`), the guide to structured outputs ("Supported
 * schemas") and its refusals, as in github.com/grafana/mcp-grafana/issues/390 ("object schema missing
 * properties"), github.com/Automattic/wordpress-mcp/issues/103 ("array schema missing items") and
 * github.com/smallmain/vscode-unify-chat-provider/issues/162 ("'object' is not of type 'object', 'boolean'").
 * Anthropic: github.com/dearlordylord/huly-mcp/issues/66 (no anyOf, oneOf, allOf at the top level),
 * github.com/anthropics/claude-code/issues/4668 (names of properties).
 * Gemini: the `Schema` object of ai.google.dev/api/caching (its fields are all there are),
 * github.com/karthink/gptel/issues/806 (schemas as `additionalProperties`), github.com/anomalyco/opencode/issues/2687
 * (choices of texts only), github.com/assafelovic/gpt-researcher/issues/1246 (a type everywhere).
 * Moonshot: github.com/MoonshotAI/kimi-code/issues/2661 (no type beside `anyOf`).
 * @returns what is wrong, each with its place
 */
export function toolProblems(tools: readonly FunctionTool[]): string[] {
  const problems: string[] = [];
  if (tools.length > 128) problems.push(`tools: array too long, ${tools.length}`);
  const names = new Set<string>();
  for (const tool of tools) {
    const { name, description, parameters } = tool.function;
    const say = (text: string): unknown => problems.push(`${name}: ${text}`);
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) say('name does not match the pattern of OpenAI');
    if (!/^[a-zA-Z_]/.test(name)) say('name does not begin as Gemini wants');
    if (names.has(name)) say('Tool names must be unique.');
    names.add(name);
    if ((description?.length ?? 0) > 1024) say(`description of ${description!.length} characters`);
    if (parameters === undefined) continue; // "Omitting `parameters` defines a function with an empty parameter list."
    if (!isObject(parameters) || parameters['type'] !== 'object') {
      say('schema must be a JSON Schema of \'type: "object"\'');
      continue;
    }
    for (const key of ['oneOf', 'anyOf', 'allOf', 'enum', 'not', '$ref', 'const', 'if']) {
      if (key in parameters) say(`${key} at the top level`);
    }
    const sums = { properties: 0, values: 0, characters: 0 };
    checkSchema(parameters, 'parameters', 1, sums, say);
    if (sums.properties > 5000) say(`${sums.properties} properties`);
    if (sums.values > 1000) say(`${sums.values} enum values`);
    if (sums.characters > 120_000) say(`${sums.characters} characters in names and enum values`);
    if (tool.function.strict === true) checkStrict(parameters, 'parameters', say);
  }
  return problems;
}

interface Sums {
  properties: number;
  values: number;
  characters: number;
}
type Say = (text: string) => unknown;

const everywhere = ['type', 'description', 'title', 'default'];
const allowed: Readonly<Record<string, readonly string[]>> = {
  string: ['enum', 'minLength', 'maxLength', 'pattern'],
  number: ['minimum', 'maximum'],
  integer: ['minimum', 'maximum'],
  boolean: [],
  null: [],
  array: ['items', 'minItems', 'maxItems'],
  object: ['properties', 'required', 'additionalProperties'],
};

function checkSchema(schema: unknown, at: string, level: number, sums: Sums, say: Say): void {
  if (!isObject(schema)) {
    say(`${at} is no schema`);
    return;
  }
  if (Array.isArray(schema['anyOf'])) {
    if (Object.keys(schema).length > 1) say(`${at}: any_of must be the only field set`);
    if (schema['anyOf'].length < 2) say(`${at}: a choice of ${schema['anyOf'].length}`);
    for (const [index, branch] of schema['anyOf'].entries()) {
      if (isObject(branch) && 'anyOf' in branch) say(`${at}: type is not defined in anyOf items`);
      checkSchema(branch, `${at}.anyOf[${index}]`, level, sums, say);
    }
    return;
  }
  const { type } = schema;
  const own = typeof type === 'string' ? allowed[type] : undefined;
  if (!own) {
    say(`${at}: type ${JSON.stringify(type)}`);
    return;
  }
  for (const key of Object.keys(schema)) {
    if (!everywhere.includes(key) && !own.includes(key)) say(`${at}: '${key}' is not permitted`);
  }
  if (level > 10) say(`${at}: ${level} levels of nesting exceeds limit of 10`);
  if ('description' in schema && typeof schema['description'] !== 'string') {
    say(`${at}: description`);
  }
  checkBounds(schema, at, say);
  if ('enum' in schema) checkChoice(schema['enum'], at, sums, say);
  if (type === 'array')
    checkSchema(schema['items'], `${at}.items`, levelOf(schema['items'], level), sums, say);
  if (type === 'object') checkObject(schema, at, level, sums, say);
}

function checkObject(
  schema: Record<string, unknown>,
  at: string,
  level: number,
  sums: Sums,
  say: Say,
): void {
  const { properties, required, additionalProperties: others } = schema;
  if (!isObject(properties)) {
    say(`${at}: object schema missing properties`);
    return;
  }
  if (others !== undefined && typeof others !== 'boolean') say(`${at}: additionalProperties`);
  for (const [name, property] of Object.entries(properties)) {
    sums.properties += 1;
    sums.characters += name.length;
    if (!/^[a-zA-Z0-9_.-]{1,64}$/.test(name)) say(`${at}: Property keys should match: ${name}`);
    checkSchema(property, `${at}.${name}`, levelOf(property, level), sums, say);
  }
  if (required === undefined) return;
  if (!Array.isArray(required)) {
    say(`${at}: required is no array`);
    return;
  }
  if (new Set(required).size < required.length) say(`${at}: required has non-unique elements`);
  for (const name of required as string[]) {
    if (!Object.hasOwn(properties, name)) say(`${at}: required[${name}]: property is not defined`);
  }
}

/** The level of what stands in an object or an array: what holds nothing itself is none of its own. */
function levelOf(schema: unknown, around: number): number {
  const holds =
    isObject(schema) && ['object', 'array', undefined].includes(schema['type'] as string);
  return holds ? around + 1 : around;
}

function checkChoice(values: unknown, at: string, sums: Sums, say: Say): void {
  if (!Array.isArray(values) || values.length === 0) {
    say(`${at}: empty enum`);
    return;
  }
  const texts = values.filter(
    (value): value is string => typeof value === 'string' && value !== '',
  );
  if (texts.length < values.length) say(`${at}: enum values must be texts, and not empty`);
  if (new Set(texts).size < texts.length) say(`${at}: enum has non-unique elements`);
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  if (texts.length > 250 && characters > 15_000) say(`${at}: enum of ${characters} characters`);
  sums.values += values.length;
  sums.characters += characters;
}

function checkBounds(schema: Record<string, unknown>, at: string, say: Say): void {
  for (const key of ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems']) {
    const bound = schema[key];
    if (bound === undefined) continue;
    const count = key.endsWith('Length') || key.endsWith('Items');
    if (typeof bound !== 'number' || (count && (bound < 0 || !Number.isInteger(bound)))) {
      say(`${at}: ${key}`);
    }
  }
  const { pattern } = schema;
  // llama.cpp: "Pattern must start with '^' and end with '$'"
  if (pattern !== undefined && (typeof pattern !== 'string' || !/^\^.*\$$/.test(pattern))) {
    say(`${at}: pattern`);
  }
}

function checkStrict(schema: Record<string, unknown>, at: string, say: Say): void {
  for (const branch of (schema['anyOf'] ?? []) as Record<string, unknown>[]) {
    checkStrict(branch, at, say);
  }
  if (isObject(schema['items'])) checkStrict(schema['items'], `${at}.items`, say);
  if (!isObject(schema['properties'])) return;
  if (schema['additionalProperties'] !== false) {
    say(`${at}: 'additionalProperties' is required to be supplied and to be false`);
  }
  for (const [name, property] of Object.entries(schema['properties'])) {
    if (!((schema['required'] ?? []) as string[]).includes(name)) {
      say(`${at}: 'required' is required to include '${name}'`);
    }
    checkStrict(property as Record<string, unknown>, `${at}.${name}`, say);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
