/** Characters: more than anybody explains, and little to hold. */
const mostRead = 64 * 1024;

/** How an answer begins that is not what was asked for. A proxy may answer anything, of any length. */
export async function readStart(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > mostRead) break; // which closes the connection
  }
  return text;
}
