import { deskStrings } from "../../app/desk_strings";
import { Tabs } from "../../ui";
import { centerTitle } from "../session";
import { parted, shownOf, type Work } from "./reduce";
import { useDesk } from "./store";
import { openWork } from "./work_acts";
import { WorkCard } from "./work_card";

/** What the agent is busy with: one conversation in sight, the others beside it with what is unread. */
export function Conversations() {
  const { taken } = parted(useDesk((state) => state.work));
  const open = useDesk((state) => state.open);
  const wide = useDesk((state) => state.wide);
  const shown = shownOf(taken, open);
  if (!shown) return null;
  if (wide) {
    return (
      <div className="beside" role="group" aria-label={deskStrings.conversations}>
        {taken.map((work) => (
          <WorkCard key={work.reservation} work={work} />
        ))}
      </div>
    );
  }
  if (taken.length === 1) return <WorkCard key={shown.reservation} work={shown} />;
  return (
    <div className="conversations">
      <Tabs
        name="desk"
        label={deskStrings.conversations}
        chosen={shown.reservation}
        choose={openWork}
        tabs={taken.map((work) => [work.reservation, <Title key={work.reservation} work={work} />] as const)}
      />
      <div id="desk-panel" role="tabpanel" aria-labelledby={`desk-${shown.reservation}`}>
        <WorkCard key={shown.reservation} work={shown} />
      </div>
    </div>
  );
}

function Title({ work }: { work: Work }) {
  const desk = deskStrings;
  return (
    <>
      <span className="tab-caller">{work.caller || desk.channels[work.channel] || work.channel}</span>
      <span className="tab-center">{centerTitle(work.contactCenter)}</span>
      {work.unread > 0 && (
        <span className="unread">
          <span aria-hidden="true">{work.unread}</span>
          <span className="unseen">{desk.unread(work.unread)}</span>
        </span>
      )}
    </>
  );
}
