"use client";

import { BrokenPage } from "@/app/broken-page";

export default BrokenPage;
