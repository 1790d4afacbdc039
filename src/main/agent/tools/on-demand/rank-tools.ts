import type { FunctionTool } from '../../../model/model.ts';

/** How much a word counts by where it stands. */
const inName = 3;
const inDescription = 1;
const inParameters = 0.5;

/** Words that every query has and no tool is known by. */
const stopWords = new Set(
  'a an and the of for to in on with from by or is are be it this that i my me need want tool tools use using how can do all any some'.split(
    ' ',
  ),
);

/**
 * The tools that fit a query, best first: by the words of the query in their names, descriptions and
 * parameters, rare words counting more. Those that share no word with it are left out.
 */
export function rankTools(query: string, tools: readonly FunctionTool[]): FunctionTool[] {
  const documents = tools.map((tool) => ({ tool, words: weighWords(tool) }));
  const wanted = [...new Set(wordsOf(query))];
  const rarity = new Map(
    wanted.map((word) => {
      const holding = documents.filter(({ words }) => weightIn(words, word) > 0).length;
      return [word, Math.log(1 + tools.length / (1 + holding))];
    }),
  );
  return documents
    .map(({ tool, words }) => ({
      tool,
      score: wanted.reduce((sum, word) => sum + weightIn(words, word) * rarity.get(word)!, 0),
    }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ tool }) => tool);
}

/** The words of a tool, and how much each counts. */
function weighWords({ function: tool }: FunctionTool): Map<string, number> {
  const words = new Map<string, number>();
  const weigh = (text: string, weight: number): void => {
    for (const word of new Set(wordsOf(text))) words.set(word, (words.get(word) ?? 0) + weight);
  };
  weigh(tool.name, inName);
  weigh(tool.description ?? '', inDescription);
  const { properties } = (tool.parameters ?? {}) as { properties?: Record<string, unknown> };
  weigh(Object.keys(properties ?? {}).join(' '), inParameters);
  return words;
}

/** A word counts for its other forms too: "pages" finds "page", "click" finds "clicking". */
function weightIn(words: ReadonlyMap<string, number>, wanted: string): number {
  const exact = words.get(wanted);
  if (exact !== undefined) return exact;
  let best = 0;
  for (const [word, weight] of words) {
    const [short, long] = word.length < wanted.length ? [word, wanted] : [wanted, word];
    if (short.length >= 4 && long.startsWith(short)) best = Math.max(best, weight / 2);
  }
  return best;
}

/** `createIssue` and `create_issue` as their words. */
function wordsOf(text: string): string[] {
  return text
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => (word.length > 3 ? word.replace(/s$/, '') : word))
    .filter((word) => word !== '' && !stopWords.has(word));
}
