import { operationsStrings as words } from "../../app/operations_strings";
import { strings } from "../../app/strings";
import { Button } from "../../ui";
import { DeadLetters } from "./dead_letters";
import { NodeTable } from "./nodes";
import { ShardMap } from "./shard_map";
import { SignIn } from "./sign_in";
import { lookAgain, useOperations } from "./store";
import { StoreFacts } from "./store_facts";
import "./operations.css";

/** Nodes, the map of the shards and the store; or the one thing that there is to say or to do. */
export function Cell() {
  const standing = useOperations((state) => state.standing);
  const problem = useOperations((state) => state.problem);
  if (standing === "signed_out") return <SignIn />;
  if (standing === "loading") {
    return (
      <p className="hint operations-word" role="status">
        {strings.loading}
      </p>
    );
  }
  if (standing === "failed") {
    return (
      <div className="operations-word" role="alert">
        <h2>{words.failed}</h2>
        <p>{problem}</p>
        <Button onClick={() => void lookAgain()}>{strings.again}</Button>
      </div>
    );
  }
  return <Board />;
}

function Board() {
  const cell = useOperations((state) => state.cell);
  const figures = useOperations((state) => state.figures);
  const emptied = useOperations((state) => state.emptied);
  const stale = useOperations((state) => state.stale);
  if (!cell) return null;
  return (
    <div className="operations-board">
      {/* Always there, so that nothing moves when it speaks. */}
      <p className="operations-stale" role="status">
        {stale ? words.stale : ""}
      </p>
      <NodeTable cell={cell} figures={figures} emptied={emptied} />
      <div className="operations-row">
        <ShardMap cell={cell} />
        <StoreFacts cell={cell} figures={figures} />
      </div>
      <DeadLetters />
    </div>
  );
}
