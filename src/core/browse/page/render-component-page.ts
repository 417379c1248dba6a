import { wrapText } from '../../text/wrap-text.ts';
import type { ComponentRecord, RecordedContainer, RecordedNodeProcess } from '../component-record.ts';
import { pageWidth } from './page-width.ts';
import { listItem, type Paragraph, paragraph, type Section, sectionLines } from './section.ts';

/** How a component is recognised, and what it is known for, for a person at a terminal of `columns` characters. */
export function renderComponentPage(record: ComponentRecord, columns?: number): string {
  const width = pageWidth(columns);
  const { id, name, repository, versions, container, nodeProcess, issues } = record;
  const sections: readonly Section[] = [
    ...(container ? containerSections(container) : []),
    ...(nodeProcess ? [nodeSection(nodeProcess)] : []),
    {
      heading: 'VERSIONS',
      content: [
        paragraph(`Read by the scheme ${versions.scheme}, like ${versions.example}.`),
        ...(container ? digestParagraphs(container) : []),
      ],
    },
    {
      heading: 'KNOWN ISSUES',
      content:
        issues.length === 0 ? [paragraph('None.')] : issues.map((issue) => listItem(`${issue.id}: ${issue.summary}`)),
    },
  ];
  const parts = [
    [...wrapText(`${id}: ${name}`, width), repository],
    ...sections.map((section) => sectionLines(section, width)),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function containerSections({ images, sharedImages, containers }: RecordedContainer): readonly Section[] {
  const shared: readonly Paragraph[] =
    sharedImages.length === 0
      ? []
      : [
          paragraph('Where the container has one of the names below, as other programs run from these images too:'),
          ...sharedImages.map((image) => listItem(image, 1)),
        ];
  return [
    {
      heading: 'IMAGES, IN ANY REGISTRY AND BELOW ANY PATH',
      content: [...images.map((image) => listItem(image)), ...shared],
    },
    { heading: 'CONTAINERS', content: [paragraph(containers.join(', '))] },
  ];
}

/** There may be hundreds, which say nothing to a person. */
function digestParagraphs({ digests }: RecordedContainer): readonly Paragraph[] {
  const count = Object.keys(digests).length;
  return count === 0
    ? []
    : [paragraph(`Of images without a tag that tells it, the version is known by digest: ${count}.`)];
}

function nodeSection({ versionFrom, anyLabel, noLabel, kubeletInside, cgroup }: RecordedNodeProcess): Section {
  const measures = [
    ...(kubeletInside ? ["as the kubelet's process"] : []),
    ...(cgroup === null ? [] : [`by the cgroup ${cgroup}`]),
  ];
  return {
    heading: 'RUNS ON THE NODE',
    content: [
      paragraph(`Its version is ${versionFrom}.`),
      ...(anyLabel.length === 0 ? [] : [paragraph(`The node has one of the labels ${anyLabel.join(', ')}.`)]),
      ...(noLabel.length === 0 ? [] : [paragraph(`The node has none of the labels ${noLabel.join(', ')}.`)]),
      paragraph(`Measured ${measures.join(', or ')}.`),
    ],
  };
}
