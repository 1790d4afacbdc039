/**
 * llama.cpp with one model and a few sequences, as its own server holds them: a request goes to the
 * sequence that shares the longest beginning with it, and only what is new is evaluated.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** The package as it is installed in a folder that is none of the project's. */
async function load(folder, name) {
  const require = createRequire(path.join(folder, 'package.json'));
  return import(pathToFileURL(require.resolve(name)).href);
}

/** Tokens that are evaluated at a stretch. */
const batch = 256;

/** Somebody has the engine at a time: requests wait for their turn. */
function createLine() {
  let last = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
}

/**
 * @param {{ engine: string, model: string, contextSize: number, slots: number }} options
 *   contextSize: tokens that each sequence holds
 */
export async function createEngine({ engine, model: modelPath, contextSize, slots }) {
  const { getLlama, LlamaGrammar, LlamaGrammarEvaluationState, LlamaLogLevel } = await load(
    engine,
    'node-llama-cpp',
  );
  // With two threads on a busy machine llama.cpp becomes a hundred times slower.
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    maxThreads: 1,
    logLevel: LlamaLogLevel.error,
  });
  // After which a model can only end.
  const nothing = new LlamaGrammar(llama, { grammar: 'root ::= ""' });
  const model = await llama.loadModel({ modelPath });
  const context = await model.createContext({
    contextSize,
    sequences: slots,
    threads: 1,
    // Else the window of the model's layers forgets what a later request has in common with this one.
    swaFullCache: true,
  });
  const idle = Array.from({ length: slots }, () => ({
    sequence: context.getSequence(),
    usedAt: 0,
  }));
  const inLine = createLine();

  return {
    trainedContext: model.trainContextSize,
    /** The tokens of a prompt; the marks of turns are tokens of their own. */
    tokenize: (text) => model.tokenize(text, true),
    /**
     * Evaluates a prompt and goes on from it.
     * @param {number[]} tokens of the prompt
     * @param onPiece told each piece of text
     * @returns counts of the engine's own, and why it stopped
     */
    generate: (tokens, { most, temperature, endAtOnce, scripted, signal, onStart, onPiece }) =>
      inLine(async () => {
        signal.throwIfAborted();
        const { slot, shared } = closest(idle, tokens);
        slot.usedAt = performance.now();
        const { sequence } = slot;
        // At least one token must be evaluated, for the next to follow from it.
        const kept = Math.min(shared, tokens.length - 1);
        await sequence.adaptStateToTokens(tokens.slice(0, kept), false);
        const fresh = tokens.slice(sequence.nextTokenIndex);
        const before = sequence.tokenMeter.getState();
        const began = performance.now();
        // In batches, between which a request may be given up, as llama-server does.
        for (let at = 0; at < fresh.length - 1; at += batch) {
          signal.throwIfAborted();
          const next = fresh.slice(at, Math.min(at + batch, fresh.length - 1));
          await sequence.evaluateWithoutGeneratingNewTokens(next);
        }
        const said = scripted === undefined ? [] : model.tokenize(scripted);
        const result = { cached: tokens.length - fresh.length, generated: 0 };
        const started = () => {
          result.promptMs = performance.now() - began;
          onStart();
        };
        /** The engine's own count, in which the token from which it goes on is left out. */
        const ended = (reason) => {
          const { usedInputTokens } = sequence.tokenMeter.diff(before);
          return {
            ...result,
            evaluated: usedInputTokens + (scripted === undefined ? 1 : 0),
            reason,
          };
        };
        if (scripted !== undefined) {
          await sequence.evaluateWithoutGeneratingNewTokens(fresh.slice(-1));
          started();
          const done = ended('stop');
          // What is put into the model's mouth stands in its cache as if it had said so.
          if (said.length > 0) await sequence.evaluateWithoutGeneratingNewTokens(said);
          onPiece(scripted);
          return { ...done, generated: said.length };
        }
        const grammar = endAtOnce
          ? { grammarEvaluationState: new LlamaGrammarEvaluationState({ model, grammar: nothing }) }
          : {};
        const text = createText(model);
        for await (const token of sequence.evaluate(fresh.slice(-1), {
          temperature,
          ...grammar,
          yieldEogToken: true,
        })) {
          if (result.promptMs === undefined) started();
          if (signal.aborted) return ended('aborted');
          if (model.isEogToken(token)) return ended('stop');
          result.generated += 1;
          const piece = text(token);
          if (piece !== '') onPiece(piece);
          if (result.generated >= most || sequence.nextTokenIndex >= contextSize - 1) {
            return ended('length');
          }
        }
        return ended('stop');
      }),
  };
}

/** The sequence that begins as these tokens do, as far as any does; else the one unused for longest. */
function closest(slots, tokens) {
  const all = slots.map((slot) => ({ slot, shared: sharedBeginning(slot.sequence, tokens) }));
  all.sort((a, b) => b.shared - a.shared || a.slot.usedAt - b.slot.usedAt);
  // llama-server's --slot-prompt-similarity: less than half of a prompt in common is no reason.
  const [best] = all;
  if (best.shared >= tokens.length / 2) return best;
  return all.sort((a, b) => a.slot.usedAt - b.slot.usedAt)[0];
}

function sharedBeginning({ contextTokens }, tokens) {
  const end = Math.min(contextTokens.length, tokens.length);
  let at = 0;
  while (at < end && contextTokens[at] === tokens[at]) at += 1;
  return at;
}

/** Text of tokens that come one by one: a character may take several. */
function createText(model) {
  let tokens = [];
  let told = '';
  return (token) => {
    tokens.push(token);
    const text = model.detokenize(tokens);
    if (text.endsWith('\uFFFD')) return '';
    const piece = text.slice(told.length);
    told = text;
    // Few are enough to know how the next one is written.
    if (tokens.length > 16) {
      tokens = tokens.slice(-8);
      told = model.detokenize(tokens);
    }
    return piece;
  };
}
