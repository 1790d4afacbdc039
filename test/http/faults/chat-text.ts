/** Asks a host plainly; gives the text of its answer. @throws when there is none */
export async function chatText(
  { url, headers }: { url: string; headers: Record<string, string> },
  content: string,
): Promise<string> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ messages: [{ role: 'user', content }] }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`HTTP ${response.status}: ${text}`);
  const { choices } = JSON.parse(text) as { choices: [{ message: { content: string } }] };
  return choices[0].message.content;
}
