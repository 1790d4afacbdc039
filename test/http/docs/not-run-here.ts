/** How the commands begin that the test of the pages does not run, and why. */
export const notRunHere: Readonly<Record<string, string>> = {
  'npm install': 'every check begins with it, from the lock file',
  'BENCH_SERVE=': 'takes minutes, and needs a second build',
  'docker run': 'needs Docker and images of others',
  'pip install': 'needs the Python package index',
  'OPENAI_API_BASE_URL=http://127.0.0.1:8642/v1 OPENAI_API_KEY=YOUR_KEY open-webui':
    'needs Open WebUI',
};
