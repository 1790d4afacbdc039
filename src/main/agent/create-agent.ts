import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Settings } from '../../shared/settings.ts';
import type { Model } from '../model/model.ts';
import { withFallbacks, lastAsked } from './loop/with-fallbacks.ts';
import type { Agent, AgentRequest, AgentResult, AgentRun } from './agent.ts';
import type { Approvals } from './approvals/approvals.ts';
import type { Confinement } from './confinement/confinement.ts';
import type { Compress } from './loop/compression.ts';
import { describeTool } from './loop/call-tools.ts';
import { createAnswersUnderWay } from './light/answers-under-way.ts';
import { isLightRequest } from './light/light-request.ts';
import { createRepeatedWords } from './light/repeated-words.ts';
import { withoutActing } from './light/without-acting.ts';
import { runLoop } from './loop/loop.ts';
import { memoizeByFiles } from '../system/files/memoize-by-files.ts';
import { memoize, memoizeLast } from '../system/memoize.ts';
import { isLocalService, keepsEverySystemMessage } from '../model/services/service.ts';
import { createConversations } from './conversation/conversations.ts';
import { layerMessages } from './prompt/layers.ts';
import { buildContext, buildCorePrompt, buildLightPrompt } from './prompt/prompt.ts';
import { projectNotesFile, readProjectNotes } from './prompt/project-notes.ts';
import { mcpDefinitions, withToolsOfStart } from './tools/on-demand/tools-of-start.ts';
import {
  describeGroups,
  divideTools,
  withFindTools,
  type DividedTools,
} from './tools/on-demand/on-demand-tools.ts';
import { commandShell } from './tools/terminal/shell.ts';
import { createRemembering } from './remembered/remembered.ts';
import type { KeptTexts } from '../store/kept-texts.ts';
import type { RememberedTurns } from '../store/remembered-turns.ts';
import type { Tool } from './tool.ts';
import type { Toolbox } from './toolbox.ts';
import { createCallPaths, type HostFolders } from './tools/files/call-paths.ts';

export interface AgentParts {
  settings: () => Settings;
  model: () => Model;
  approvals: Approvals;
  toolbox: Pick<Toolbox, 'tools' | 'memory' | 'skills' | 'startingServers'>;
  /** Absolute path of the folder the agent works in. */
  workspace: () => string;
  folders: HostFolders;
  /** What the wall shows where. */
  placesOf: Confinement['places'];
  compression: (model: Model) => Compress;
  /** Keeps what conversations began with, and their summaries. */
  texts: Pick<KeptTexts, 'get' | 'set'>;
  /** Marks what stands before the user's words; nobody but the model is told. */
  mark: () => string;
  /** Takes the keys of this program out of a text. */
  redactKeys: (text: string) => string;
  now: () => Date;
  /** What earlier runs did. */
  turns: RememberedTurns;
  /** Told what hinders the agent's work but not its answer. */
  warn: (message: string, error: unknown) => void;
}

/** A title waits for an answer under way at most so long; its client may wait for it. */
const lightWaitMs = 20_000;

/** The agent over its parts; settings are read anew at each run. */
export function createAgent(parts: AgentParts): Agent {
  // Turning 30 schemas into JSON takes longer than a short run, and what goes out as bytes is kept by
  // the tool: as long as nothing changed, the tools of the run before are those of this one.
  const describe = memoize(describeTool);
  const divide = memoizeLast(
    (tools: readonly Tool[], always: readonly string[], servers: readonly string[]) =>
      divideTools(tools, always, servers, describe),
  );
  const toolsOf = memoizeLast((divided: DividedTools, index: string, servers: readonly string[]) =>
    withFindTools(divided, { index, describe, servers }),
  );
  const remembering = createRemembering({
    turns: parts.turns,
    contextWindow: () => parts.model().contextWindow,
    now: () => parts.now().getTime(),
    warn: parts.warn,
  });
  const answers = createAnswersUnderWay();
  const repeats = createRepeatedWords(() => parts.now().getTime());
  const conversationOf = createConversations({
    kept: parts.texts,
    warn: parts.warn,
  });
  const notesOf = memoizeByFiles((workspace, dependOn) => {
    dependOn(path.join(workspace, projectNotesFile));
    return readProjectNotes(workspace);
  });
  // Spread last where it is used: what is added to a copy has another shape for V8 each time.
  const commonParts = (workspace: string) => ({
    approvals: parts.approvals,
    workspace,
    callPaths: (owner: string) =>
      createCallPaths(workspace, parts.folders, () => parts.placesOf({ workspace, owner })),
    describe,
    redactKeys: parts.redactKeys,
    maxIterations: parts.settings().agent.maxIterations,
  });

  /**
   * Answers with all that the agent has. `cautious`: but for the tools that act. `recognised`: which
   * conversation it belongs to was looked for.
   */
  const work = async (
    request: AgentRequest,
    run: AgentRun,
    { cautious, recognised }: { cautious: boolean; recognised: boolean },
  ): Promise<AgentResult> => {
    const settings = parts.settings();
    const model = parts.model();
    const workspace = parts.workspace();
    const common = commonParts(workspace);
    const clientLayer = request.instructions ?? '';
    await makeWorkspace(workspace, parts.warn);
    const disabled = new Set(settings.agent.disabledTools);
    const enabled = (await parts.toolbox.tools()).filter((tool) => !disabled.has(tool.name));
    const starting = parts.toolbox.startingServers();
    if (starting.length > 0) {
      const text = `MCP servers still starting: ${starting.join(', ')}. Their tools come with a later message.`;
      run.emit({ type: 'run.notice', call: 0, text, shown: true });
    }
    const servers = Object.keys(settings.mcpServers);
    const divided = divide(
      cautious ? withoutActing(enabled) : enabled,
      settings.agent.alwaysOffered,
      servers,
    );
    const { start, summaries, keepSummary } = await conversationOf(request, !recognised, {
      context: async () => {
        const [memory, skills, projectNotes] = await Promise.all([
          parts.toolbox.memory(),
          parts.toolbox.skills(workspace),
          notesOf(workspace),
        ]);
        return buildContext({
          system: `${os.type()} ${os.release()} (${os.arch()})`,
          shell: commandShell(process.platform, process.env),
          workspace,
          today: parts.now(),
          memory,
          skills,
          projectNotes,
        });
      },
      tools: () => ({
        index: describeGroups(divided.onDemand, servers),
        mcp: mcpDefinitions(divided.offered, describe),
        complete: starting.length === 0,
      }),
    });
    const asAtStart = withToolsOfStart(divided, start.tools.mcp, { describe, servers, disabled });
    const tools = toolsOf(asAtStart, start.tools.index, servers);
    const mark = parts.mark();
    const core = buildCorePrompt({ tools: tools.length > 0 ? 'acts' : 'none', mark });
    const asked = request.messages.findLast(({ role }) => role === 'user');
    const keepsSystemMessages = keepsEverySystemMessage(settings.model);
    return runLoop(request, run, {
      model: withFallbacks(model, {
        asked: lastAsked(request.messages),
        promptWithoutTools:
          request.clientTools.length > 0
            ? undefined
            : () => buildCorePrompt({ tools: 'refused', mark }),
        warn: parts.warn,
      }),
      tools,
      onDemand: asAtStart.onDemand,
      compress: parts.compression(model),
      // The core and the tools, with which all begin, are the same for all conversations.
      cacheKey: `hermes-${mark}`,
      summaries,
      keepSummary,
      layer: (messages) =>
        layerMessages(messages, asked, {
          core,
          context: start.context,
          firstLayer: start.layer,
          layer: clientLayer,
          mark,
          keepsSystemMessages,
        }),
      ...common,
    });
  };

  return async (request, run) => {
    const settings = parts.settings();
    const looksLight = isLightRequest(request);
    const light = settings.agent.lightRequests && looksLight;
    const repeated = settings.agent.lightRequests && !light && repeats(request);
    if (light || (repeated && !request.streamed && request.clientTools.length === 0)) {
      if (isLocalService(settings.model)) await answers.over(run.signal, lightWaitMs);
      const content = buildLightPrompt(request.instructions ?? '');
      return runLoop(request, run, {
        model: parts.model(),
        tools: [],
        layer: (messages) => [{ role: 'system', content }, ...messages],
        ...commonParts(parts.workspace()),
      });
    }
    if (!settings.agent.rememberTurns || looksLight || repeated) {
      return answers.during(() => work(request, run, { cautious: repeated, recognised: false }));
    }
    return answers.during(() =>
      remembering(request, run, (full, watched) =>
        work(full, watched, { cautious: false, recognised: full.remember !== undefined }),
      ),
    );
  };
}

/** Where it cannot be made (the disk is full or read-only), an answer is possible all the same. */
async function makeWorkspace(workspace: string, warn: AgentParts['warn']): Promise<void> {
  if (existsSync(workspace)) return;
  try {
    await mkdir(workspace, { recursive: true });
  } catch (error) {
    warn(`The workspace ${workspace} cannot be made; tools have no folder to work in`, error);
  }
}
