import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConnectableClient } from '../../../shared/clients/client.ts';
import type { SelfTestStep } from '../../../shared/desktop-state.ts';
import { selfTestTitles } from '../../../shared/self-test-titles.ts';
import { messageOf, useApp } from '../../app-state.ts';
import { Button } from '../../components/button.tsx';
import { StateMark, type Mark } from '../../components/icon.tsx';
import { Card, Section } from '../../components/layout.tsx';
import { duration } from '../../format.ts';

type Steps = Partial<Record<SelfTestStep['id'], SelfTestStep>>;

const states: Record<SelfTestStep['state'] | 'pending', { mark: Mark; name: string }> = {
  pending: { mark: 'stopped', name: 'Not yet tried' },
  running: { mark: 'in_progress', name: 'Under way' },
  passed: { mark: 'completed', name: 'Passed' },
  failed: { mark: 'failed', name: 'Failed' },
  skipped: { mark: 'cancelled', name: 'Skipped' },
};

/** Calls the running server as the client does, and shows each step as it goes. */
export function SelfTestCard({ client }: { client: ConnectableClient }) {
  const { api } = useApp();
  const [steps, setSteps] = useState<Steps>({});
  const [running, setRunning] = useState(false);
  const [outcome, setOutcome] = useState('');
  const mounted = useRef(true);

  useEffect(() => {
    mounted.current = true;
    const end = api.on('selfTest', (step) => setSteps((now) => ({ ...now, [step.id]: step })));
    return () => {
      mounted.current = false;
      end();
      // Nobody looks any more, and each step costs a model call.
      void api.stopSelfTest();
    };
  }, []);

  const run = async (): Promise<void> => {
    setSteps({});
    setOutcome('');
    setRunning(true);
    const said = await api.runSelfTest({ client: client.id }).then(summary, messageOf);
    if (!mounted.current) return;
    setOutcome(said);
    setRunning(false);
    setSteps(withoutRunning);
  };

  return (
    <Section
      title="Self-test"
      intro={`Calls your server as ${client.name} does, with a few short questions to the model.`}
      action={
        running ? (
          <Button icon="stop" onClick={() => api.stopSelfTest()}>
            Stop
          </Button>
        ) : (
          <Button icon="play" onClick={run}>
            {outcome ? 'Run again' : 'Run self-test'}
          </Button>
        )
      }
    >
      <Card>
        <ol class="self-test" aria-label="Steps of the self-test">
          {(Object.keys(selfTestTitles) as SelfTestStep['id'][]).map((id) => (
            <Step key={id} title={selfTestTitles[id]} step={steps[id]} />
          ))}
        </ol>
        <p class={outcome ? 'self-test-outcome' : 'visually-hidden'} role="status">
          {outcome}
        </p>
      </Card>
    </Section>
  );
}

function Step({ title, step }: { title: string; step: SelfTestStep | undefined }) {
  const { mark, name } = states[step?.state ?? 'pending'];
  return (
    <li class={step?.state ?? 'pending'}>
      <StateMark mark={mark} />
      <span class="title">
        {title}
        <span class="visually-hidden">: {name}</span>
      </span>
      <span class="ms">{typeof step?.ms === 'number' && duration(step.ms)}</span>
      {step?.detail && <p class="detail">{step.detail}</p>}
    </li>
  );
}

function summary(steps: readonly SelfTestStep[]): string {
  const failed = steps.filter((step) => step.state === 'failed').length;
  const skipped = steps.filter((step) => step.state === 'skipped').length;
  if (failed > 0) return failed === 1 ? 'One step failed.' : `${failed} steps failed.`;
  return skipped === 0 ? 'All steps passed.' : 'All steps that apply passed.';
}

/** A step that was under way when the test was stopped is one that was not tried. */
function withoutRunning(steps: Steps): Steps {
  return Object.fromEntries(Object.entries(steps).filter(([, step]) => step.state !== 'running'));
}
