import { afterEach, describe, expect, it, vi } from 'vitest';
import { buildSystemPrompt, type PromptParts } from '../../../../src/main/agent/prompt/prompt.ts';

const full: PromptParts = {
  system: 'an operating system',
  shell: 'a shell',
  workspace: 'a workspace',
  today: new Date('2026-11-20T12:00:00Z'),
  tools: ['echo'],
  memory: 'what is remembered',
  skills: 'what is known',
  projectNotes: 'notes of the project',
  clientLayer: 'the words of the client',
};

afterEach(() => vi.unstubAllEnvs());

describe('the system prompt', () => {
  it('holds its parts in the order of the contract', () => {
    const prompt = buildSystemPrompt(full);
    const places = [
      'You are Hermes',
      '# Using tools',
      '# Environment',
      'System: an operating system',
      'Shell: a shell',
      'Workspace: a workspace',
      'Date: ',
      full.memory,
      full.skills,
      full.projectNotes,
      full.clientLayer,
    ].map((text) => prompt.indexOf(text));
    expect(places[0]).toBe(0);
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(prompt.endsWith(full.clientLayer)).toBe(true);
  });

  it('leaves out what there is nothing to say about', () => {
    const prompt = buildSystemPrompt({
      ...full,
      tools: [],
      memory: '',
      skills: '',
      projectNotes: '',
      clientLayer: '',
    });
    expect(prompt.match(/^# .*/gm)).toEqual(['# Whom to follow', '# Environment']);
    expect(prompt).not.toContain('\n\n\n');
  });

  it.each([
    ['Pacific/Kiritimati', '2026-11-20T12:00:00Z', '2026-11-21'],
    ['Pacific/Pago_Pago', '2026-11-20T05:00:00Z', '2026-11-19'],
  ])("tells the date of the user's place: %s", (zone, instant, date) => {
    vi.stubEnv('TZ', zone);
    expect(buildSystemPrompt({ ...full, today: new Date(instant) })).toContain(`Date: ${date}\n`);
  });
});
