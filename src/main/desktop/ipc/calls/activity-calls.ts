import { clipboard } from 'electron';
import type { RunEvent } from '../../../../shared/run-events.ts';
import type { Host } from '../../../host.ts';
import type { Actions } from '../../actions.ts';
import { pushMs } from '../../state/desktop-feed.ts';
import { paced } from '../../state/paced.ts';
import { runAsCurl } from '../../state/run-as-curl.ts';
import { joinDeltas, runDetail } from '../../state/run-detail.ts';
import { runView } from '../../state/run-view.ts';
import { serverUrl } from '../../state/server-view.ts';
import type { CallHandlers } from '../handle-calls.ts';
import { createPageWatch } from '../page-watch.ts';
import { push } from '../push.ts';

type ActivityCalls = Pick<
  CallHandlers,
  'getRun' | 'watchRun' | 'stopRun' | 'stopAllRuns' | 'copyRunAsCurl' | 'answerApproval'
>;

/** Looking into runs, stopping them, and deciding over what waits. */
export function activityCalls(
  host: Host,
  actions: Actions,
  closeApprovals: () => void,
): ActivityCalls {
  const { runs, approvals, server, settings, logger } = host;
  const watch = createPageWatch();
  return {
    getRun({ id }) {
      const run = runs.get(id);
      return run ? runDetail(run, runView(run, approvals.pending())) : null;
    },
    watchRun({ id, from }, sender) {
      const run = id === null ? undefined : runs.get(id);
      if (!run) return watch(sender);
      watch(sender, () => {
        let events: RunEvent[] = [];
        let next = from;
        const pace = paced(pushMs, () => {
          push(sender, 'runEvents', { runId: run.id, events: joinDeltas(events), next });
          events = [];
        });
        const end = run.log.subscribe(from, (event, position) => {
          events.push(event);
          next = position + 1;
          pace.request();
        });
        return () => {
          end();
          pace.end();
        };
      });
    },
    stopRun: ({ id }) => actions.stopRun(id),
    stopAllRuns: actions.stopAllRuns,
    async copyRunAsCurl({ id }) {
      const run = runs.get(id);
      if (!run) throw new Error('This run is no longer kept.');
      const url = serverUrl(server, settings.current.server);
      await clipboard.writeText(runAsCurl(run.origin, url));
    },
    answerApproval({ id, answer, reason }) {
      const accepted = approvals.answer(id, answer, reason) === 'accepted';
      logger.info('A decision was made in the dialog', { approval: id, answer, accepted });
      // The state tells of it a moment later, and a question may come meanwhile.
      if (accepted && approvals.pending().length === 0) closeApprovals();
      return accepted;
    },
  };
}
