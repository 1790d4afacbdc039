// Complete in itself and maintained separately from the shell.
import { useApp } from '../../app-state.ts';
import { Button } from '../../components/button.tsx';
import { StateMark } from '../../components/icon.tsx';
import { Card, Empty, Page } from '../../components/layout.tsx';
import { Row } from '../../components/row.tsx';

/** What the agent does now and did lately. */
export function ActivityPage() {
  const { api, state, attempt } = useApp();
  const runs = state.runs.value;
  return (
    <Page title="Activity" intro="What the agent does now and did lately.">
      <Card>
        {runs.length === 0 && (
          <Empty icon="activity" title="No runs yet">
            Ask something in a connected client, and it appears here.
          </Empty>
        )}
        {runs.map((run) => (
          <Row key={run.id} id={run.id} label={run.title || '…'} hint={run.client} group>
            <StateMark mark={run.waitsForApproval ? 'approval' : run.status} />
            <Button
              label="Copy as curl"
              icon="copy"
              onClick={() => attempt(() => api.copyRunAsCurl({ id: run.id }))}
            />
          </Row>
        ))}
      </Card>
    </Page>
  );
}
