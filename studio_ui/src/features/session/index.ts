export { agentOf, centerTitle, may, nameOf, refreshEnvironments, signIn, signOut, skillTitle, start, useMay, useSession, type Duty } from "./store";
export { SignIn } from "./sign_in";
