import type { MutantTable } from '../../../../mutant.ts';

const test = 'test/unit/agent/mcp/tools/tool-definition.test.ts';

export const mutants: MutantTable = {
  'Attacks: floods': [
    {
      promise: 'a long schema does not go to the model with every call',
      find: 'return JSON.stringify(schema).length <= mostCharacters;',
      replace: 'return JSON.stringify(schema).length > 0;',
      test: 'test/unit/agent/mcp/mcp-flood.test.ts',
      name: 'with a description and a schema of 3 MB',
    },
    {
      promise: 'a schema that cannot be written as JSON spoils no request',
      find: 'if (error instanceof RangeError) return false;',
      replace: 'if (error instanceof RangeError) return true;',
      test: 'test/unit/agent/mcp/mcp-flood.test.ts',
      name: 'with a schema 20,000 levels deep',
    },
  ],
  'MCP servers': [
    {
      promise: 'a malformed destructive hint counts as true',
      find: '(destructive !== undefined && destructive !== false)',
      replace: 'destructive === true',
      test,
      name: 'it asks',
    },
    {
      promise: 'hints that cannot be read at all count as destructive',
      find: 'destructive: unreadable ||',
      replace: 'destructive: false ||',
      test,
      name: 'it asks',
    },
    {
      promise: 'a hint that is null is none',
      find: '&& value !== null && value !== undefined',
      replace: '',
      test,
      name: 'it does not ask',
    },
    {
      promise: 'a call is repeated only where the server says plainly that it may be',
      find: "hint('idempotenthint') === true",
      replace: "hint('idempotenthint') !== undefined",
      test,
      name: 'a call is repeated only where it says so itself',
    },
    {
      promise: 'null in a schema is no keyword',
      find: 'return value === null ? [] :',
      replace: 'return value === 0 ? [] :',
      test,
      name: 'full of nulls',
    },
    {
      promise: 'null among the values of a schema stays',
      find: 'if (valueKeywords.has(keyword))',
      replace: 'if (false)',
      test,
      name: 'in which null is a value',
    },
  ],
};
