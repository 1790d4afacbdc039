/** A small real PDF with one line of text on each page. Text without brackets and backslashes. */
export function pdfOf(...pages: string[]): Buffer {
  const kids = pages.map((_, index) => `${4 + 2 * index} 0 R`).join(' ');
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Kids[${kids}]/Count ${pages.length}>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...pages.flatMap((text, index) => {
      const drawing = `BT /F1 12 Tf 10 100 Td (${text}) Tj ET`;
      return [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents ${5 + 2 * index} 0 R` +
          '/Resources<</Font<</F1 3 0 R>>>>>>',
        `<</Length ${drawing.length}>>stream\n${drawing}\nendstream`,
      ];
    }),
  ];
  let pdf = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = pdf.length;
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const start = pdf.length;
  const size = objects.length + 1;
  pdf +=
    `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}` +
    `trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF`;
  return Buffer.from(pdf, 'latin1');
}
